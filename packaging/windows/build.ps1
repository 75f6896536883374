# The Windows bundle on a real Windows, from the same spec and the same lock as on Debian.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1 [-Python C:\...\python.exe] [-SkipTour]
#
# NOT PROVED YET: nobody has run this on a Windows. It is kept as short as it can be, and every step that it takes is
# one that runs on Debian under wine (packaging/windows/package.py).
param([string]$Python = "python", [switch]$SkipTour)
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$work = "$root\build\windows-real"
$out = "$root\build\package-windows"
$bundle = "$out\bijstand-desk"
Set-Location $root

function Invoke-Step([string]$What, [scriptblock]$Step) {
    $started = Get-Date
    Write-Host "$What ..."
    & $Step
    if ($LASTEXITCODE -ne 0) { throw "$What ended with $LASTEXITCODE" }
    Write-Host ("{0}: {1:n0} s" -f $What, ((Get-Date) - $started).TotalSeconds)
}

Invoke-Step "Making the venv" { & $Python -m venv --clear "$work\venv" }
$venv = "$work\venv\Scripts\python.exe"
Invoke-Step "Installing the packages of the lock" {
    & $venv -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging\windows\lock-build.txt
}

$env:SOURCE_DATE_EPOCH = (& git log -1 "--format=%ct")
$env:PYTHONHASHSEED = "1"
if (Test-Path $bundle) { Remove-Item -Recurse -Force $bundle }
Invoke-Step "Freezing" {
    & $venv -m PyInstaller --noconfirm --clean --distpath $out --workpath "$work\work" packaging\freeze\bijstand.spec
}
Invoke-Step "Listing, sealing and searching" { & $venv packaging\windows\finish.py $bundle "$work\work" }

$without = if ($SkipTour) { @("--without", "tour") } else { @() }
$report = "$work\self-check.json"
Invoke-Step "Self-check, web engine included" {
    & "$bundle\bijstand.exe" --self-check @without --to $report
    Get-Content $report
}
Invoke-Step "Self-check of the desk without a console" {
    $desk = Start-Process -Wait -PassThru "$bundle\bijstand-desk.exe" `
        -ArgumentList "--self-check", "--only", "packages", "files", "qt", "--to", "$work\self-check-desk.json"
    Get-Content "$work\self-check-desk.json"
    $global:LASTEXITCODE = $desk.ExitCode
}
Write-Host "The bundle is in $bundle, not signed. The installers are made of it on Debian: make installers."
