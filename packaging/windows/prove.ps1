# Prove on a real Windows what wine cannot: who may read the data, the restart of a failed service, the delayed start.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\prove.ps1 -Packages build\installers
#
# NOT PROVED YET: nobody has run this. Only on a machine to throw away, as an administrator: it installs and removes.
param([Parameter(Mandatory)][string]$Packages)
$ErrorActionPreference = "Stop"
$name = "VIVIUMBijstandDetector"
$machine = "$env:ProgramData\VIVIUM Bijstand"
$users = "S-1-5-32-545"

function Invoke-Program([string]$What, [string]$Program, [string[]]$Words, [int]$Wanted = 0) {
    $started = Get-Date
    $done = Start-Process -Wait -PassThru $Program -ArgumentList $Words
    if ($done.ExitCode -ne $Wanted) { throw "$What ended with $($done.ExitCode) and not $Wanted" }
    Write-Host ("{0}: {1:n0} s" -f $What, ((Get-Date) - $started).TotalSeconds)
}

function Wait-Until([string]$What, [scriptblock]$Holds) {
    foreach ($look in 1..240) {
        if (& $Holds) { return }
        Start-Sleep -Milliseconds 500
    }
    throw "$What does not come"
}

function Test-Listening {
    (Get-Service $name -ErrorAction SilentlyContinue).Status -eq "Running" -and (Test-Path "$machine\data\service.json")
}

# The life of the service, whoever installed it.
function Test-Detector([string]$Folder) {
    Wait-Until "the service" { Test-Listening }
    $check = @("--self-check", "--without", "tour", "--to", "$env:TEMP\check.json")
    Invoke-Program "Self-check" "$Folder\bijstand.exe" $check
    $service = Get-CimInstance Win32_Service -Filter "Name='$name'"
    if ($service.StartName -ne "NT SERVICE\$name") { throw "it runs as $($service.StartName)" }
    if (-not $service.DelayedAutoStart) { throw "its start is not delayed" }
    $rules = (Get-Acl "$machine\data\desk.sqlite3").GetAccessRules(
        $true, $true, [Security.Principal.SecurityIdentifier])
    if ($rules | Where-Object { $_.IdentityReference.Value -eq $users }) { throw "users may read the database" }
    $before = $service.ProcessId
    Stop-Process -Force -Id $before
    Wait-Until "the service after it was killed" {
        $now = (Get-CimInstance Win32_Service -Filter "Name='$name'").ProcessId
        $now -ne 0 -and $now -ne $before -and (Test-Listening)
    }
}

$setup = (Get-ChildItem $Packages -Filter *-setup.exe | Select-Object -First 1).FullName
$msi = (Get-ChildItem $Packages -Filter *.msi | Select-Object -First 1).FullName
$folder = "$env:ProgramFiles\VIVIUM Bijstand"

Invoke-Program "setup.exe" $setup @("/S", "/AllUsers")
Test-Detector $folder
Invoke-Program "setup.exe over itself" $setup @("/S", "/AllUsers")
Wait-Until "the service after an upgrade" { Test-Listening }
Invoke-Program "The .msi over setup.exe" "msiexec.exe" @("/i", "`"$msi`"", "/qn") 1603
Copy-Item "$folder\uninstall.exe" "$env:TEMP\uninstall.exe"
Invoke-Program "Uninstall" "$env:TEMP\uninstall.exe" @("/S", "/AllUsers", "_?=$folder")
if (Get-Service $name -ErrorAction SilentlyContinue) { throw "the service is still there" }

Invoke-Program "The .msi" "msiexec.exe" @("/i", "`"$msi`"", "/qn")
Test-Detector $folder
$desk = Start-Process -PassThru "$folder\bijstand-desk.exe" -ArgumentList "--training"
Invoke-Program "Removing it while a desk is open" "msiexec.exe" @("/x", "`"$msi`"", "/qn") 1603
Wait-Until "the service after a refusal" { Test-Listening }
Stop-Process -Force -Id $desk.Id
Get-Process bijstand-detector -ErrorAction SilentlyContinue | Where-Object { $_.SessionId -ne 0 } | Stop-Process -Force
Invoke-Program "Removing it" "msiexec.exe" @("/x", "`"$msi`"", "/qn")
if (Get-Service $name -ErrorAction SilentlyContinue) { throw "the service is still there" }
if (-not (Test-Path "$machine\data\desk.sqlite3")) { throw "the data are gone" }
Write-Host "All of it held."
