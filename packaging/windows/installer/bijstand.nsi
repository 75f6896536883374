; The installer for people and for silent installation: one setup.exe, per machine or per user, offline.
;
; It never leaves half a product: what is there is moved aside, the new one is unpacked, and when anything of that fails
; the old one is moved back. A program of ours that still runs is a reason to refuse, not to skip files. Data and
; settings are never touched. Switches and exit codes: packaging/windows/README.md.
;
;   makensis -DTREE=... -DVERSION=... -DOUTFILE=... -DICON=... -DSIZE_KB=... [-DCOMPRESSOR=lzma] [-DSIGN=command] bijstand.nsi

Unicode true
Target amd64-unicode
!ifndef COMPRESSOR
  !define COMPRESSOR zlib
!endif
!if ${COMPRESSOR} == lzma
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!else
  SetCompressor zlib
!endif

!define PRODUCT "VIVIUM Bijstand Desk"
!define PUBLISHER "VIVIUM Bijstand"
!define KEY "Software\VIVIUM\Bijstand"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\VIVIUM Bijstand"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define RUN_NAME "VIVIUM Bijstand detector"
!define NOT_64_BIT 3
!define OLD_WINDOWS 4
!define IN_USE 5
!define NO_ADMINISTRATOR 6
!define NEWER_IS_THERE 7
!define OTHER_INSTALLER 8
!define FIRST_BUILD 17763 ; Windows 10 1809: the oldest that Qt 6 runs on

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "VIVIUM Bijstand"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Folder"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh

Name "${PRODUCT}"
OutFile "${OUTFILE}"
BrandingText "${PRODUCT} ${VERSION}"
ShowInstDetails show
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "FileDescription" "${PRODUCT}, installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "${PUBLISHER}"
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ABORTWARNING
!define MULTIUSER_PAGE_CUSTOMFUNCTION_LEAVE ChosenForWhom
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Dutch"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "German"
!include words.nsh

Var Given      ; the folder of /D=, which MultiUser would overwrite
Var Parameters
Var Watching   ; 1 = the detector is installed too (not /NODETECTOR)
Var Tries
Var Handle

!macro Refuse CODE TEXT
  SetErrorLevel ${CODE}
  DetailPrint "${TEXT}"
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  Quit
!macroend
!define Refuse "!insertmacro Refuse"

; A word of the command line, "" when it is not there.
!macro Option WORD INTO
  ClearErrors
  ${GetOptions} $Parameters "${WORD}" ${INTO}
  ${If} ${Errors}
    StrCpy ${INTO} ""
  ${Else}
    StrCpy ${INTO} "1"
  ${EndIf}
!macroend
!define Option "!insertmacro Option"

!macro OpenRegistry
  SetRegView 64
  ${GetParameters} $Parameters
  StrCpy $Given $INSTDIR
  UserInfo::GetAccountType
  Pop $0
  ${Option} "/AllUsers" $1
  ${If} $1 == "1"
  ${AndIf} $0 != "Admin"
    ${Refuse} ${NO_ADMINISTRATOR} "$(NoAdministrator)"
  ${EndIf}
!macroend

; MultiUser's own pages write where they install; what a person or /D= chose goes before it.
!macro KeepFolder
  ${If} $Given != ""
    StrCpy $INSTDIR $Given
  ${EndIf}
!macroend

Function .onInit
  !insertmacro OpenRegistry
  ${IfNot} ${RunningX64}
    ${Refuse} ${NOT_64_BIT} "$(Not64Bit)"
  ${EndIf}
  ${IfNot} ${AtLeastBuild} ${FIRST_BUILD}
    ${Refuse} ${OLD_WINDOWS} "$(OldWindows)"
  ${EndIf}
  !insertmacro MULTIUSER_INIT
  !insertmacro KeepFolder
  Call LookAtWhatIsThere
FunctionEnd

; A person has chosen for whom: what is there may be another one.
Function ChosenForWhom
  !insertmacro KeepFolder
  Call LookAtWhatIsThere
FunctionEnd

Function LookAtWhatIsThere
  ReadRegStr $0 SHCTX "${KEY}" "Package"
  ${If} $0 == "msi"
    ${Refuse} ${OTHER_INSTALLER} "$(OtherInstaller)"
  ${EndIf}
  Call DecideOnDetector
  ReadRegStr $0 SHCTX "${UNINSTALL}" "DisplayVersion"
  ${Option} "/DOWNGRADE" $1
  ${If} $0 != ""
  ${AndIf} $1 == ""
    ${VersionCompare} $0 "${VERSION}" $2
    ${If} $2 == "1"
      ${Refuse} ${NEWER_IS_THERE} "$(NewerIsThere)"
    ${EndIf}
  ${EndIf}
FunctionEnd

; With or without a detector: as told, else as before, else with.
Function DecideOnDetector
  StrCpy $Watching "1"
  ReadRegStr $0 SHCTX "${KEY}" "Detector"
  ${If} $0 == "no"
    StrCpy $Watching "0"
  ${EndIf}
  ${Option} "/DETECTOR" $0
  ${If} $0 == "1"
    StrCpy $Watching "1"
  ${EndIf}
  ${Option} "/NODETECTOR" $0
  ${If} $0 == "1"
    StrCpy $Watching "0"
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $Given $INSTDIR
  !insertmacro MULTIUSER_UNINIT
  !insertmacro KeepFolder
FunctionEnd

; Stop what we ourselves started. Desks are people's: they are asked to close them.
!macro StopDetector UN
Function ${UN}StopDetector
  ${If} ${FileExists} "$INSTDIR\bijstand-detector.exe"
    DetailPrint "$(Stopping)"
    ${If} $MultiUser.InstallMode == "AllUsers"
      nsExec::Exec '"$INSTDIR\bijstand-detector.exe" --windows-service stop'
      Pop $0
    ${EndIf}
    nsExec::Exec '"$INSTDIR\bijstand-detector.exe" --stop'
    Pop $0
  ${EndIf}
FunctionEnd

; The product that was there goes on as it was.
Function ${UN}StartAgain
  ${If} ${FileExists} "$INSTDIR\bijstand-detector.exe"
    ${If} $MultiUser.InstallMode == "AllUsers"
      nsExec::Exec '"$INSTDIR\bijstand-detector.exe" --windows-service start'
      Pop $0
    ${Else}
      ReadRegStr $0 HKCU "${RUN}" "${RUN_NAME}"
      ${If} $0 != ""
        Exec '"$INSTDIR\bijstand-detector.exe" --keep'
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

; Refuse when a program of ours runs: a file that is being executed cannot be opened for writing.
Function ${UN}RefuseWhenInUse
  StrCpy $Tries 0
  ${Do}
    StrCpy $1 ""
    !insertmacro LookAt "bijstand-desk.exe"
    !insertmacro LookAt "bijstand.exe"
    !insertmacro LookAt "bijstand-detector.exe"
    !insertmacro LookAt "bijstand-simulator.exe"
    !insertmacro LookAt "_internal\PySide6\QtWebEngineProcess.exe"
    ${If} $1 == ""
      Return
    ${EndIf}
    IntOp $Tries $Tries + 1
    Sleep 500
  ${LoopUntil} $Tries >= 20
  Call ${UN}StartAgain
  ${Refuse} ${IN_USE} "$(InUse)"
FunctionEnd

; It does not start by itself any more.
Function ${UN}LetDetectorGo
  ${If} $MultiUser.InstallMode == "AllUsers"
    nsExec::ExecToLog '"$INSTDIR\bijstand-detector.exe" --windows-service remove'
    Pop $0
  ${Else}
    DeleteRegValue HKCU "${RUN}" "${RUN_NAME}"
  ${EndIf}
FunctionEnd
!macroend

!macro LookAt NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    ClearErrors
    FileOpen $Handle "$INSTDIR\${NAME}" a
    ${If} ${Errors}
      StrCpy $1 "${NAME}"
    ${Else}
      FileClose $Handle
    ${EndIf}
  ${EndIf}
!macroend

!insertmacro StopDetector ""
!insertmacro StopDetector "un."

; Everything that is ours in the folder, by name: a person may have chosen a folder with other things in it.
!macro EachPart DO
  !insertmacro ${DO} "_internal"
  !insertmacro ${DO} "licences"
  !insertmacro ${DO} "bijstand-desk.exe"
  !insertmacro ${DO} "bijstand.exe"
  !insertmacro ${DO} "bijstand-detector.exe"
  !insertmacro ${DO} "bijstand-simulator.exe"
!macroend

!macro Remove PATH
  ${If} ${FileExists} "${PATH}\*.*"
    RMDir /r "${PATH}"
  ${Else}
    Delete "${PATH}"
  ${EndIf}
!macroend

!macro MoveAside NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    !insertmacro Remove "$INSTDIR\${NAME}.old"
    Rename "$INSTDIR\${NAME}" "$INSTDIR\${NAME}.old"
  ${EndIf}
!macroend

!macro MoveBack NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}.old"
    !insertmacro Remove "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}.old" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

!macro RemoveOld NAME
  !insertmacro Remove "$INSTDIR\${NAME}.old"
!macroend

!macro RemovePart NAME
  !insertmacro Remove "$INSTDIR\${NAME}"
!macroend

; What the start menu, the list of programs and the service manager have to be told.
Function StartDetector
  ${If} $Watching == "0"
    WriteRegStr SHCTX "${KEY}" "Detector" "no"
    Call LetDetectorGo
    Return
  ${EndIf}
  WriteRegStr SHCTX "${KEY}" "Detector" "yes"
  ${If} $MultiUser.InstallMode == "AllUsers"
    nsExec::ExecToLog '"$INSTDIR\bijstand-detector.exe" --windows-service install'
    Pop $0
    ${If} $0 == "0"
      nsExec::ExecToLog '"$INSTDIR\bijstand-detector.exe" --windows-service start'
      Pop $0
    ${EndIf}
    ${If} $0 != "0"
      DetailPrint "$(NotListening)"
    ${EndIf}
  ${Else}
    WriteRegStr HKCU "${RUN}" "${RUN_NAME}" '"$INSTDIR\bijstand-detector.exe" --keep'
    Exec '"$INSTDIR\bijstand-detector.exe" --keep'
  ${EndIf}
FunctionEnd

Section
  Call StopDetector
  Call RefuseWhenInUse
  SetOutPath "$INSTDIR"
  ClearErrors
  !insertmacro EachPart MoveAside
  ${IfNot} ${Errors}
    File /r "${TREE}\*.*"
  ${EndIf}
  ${If} ${Errors}
    !insertmacro EachPart MoveBack
    Call StartAgain
    ${Refuse} ${IN_USE} "$(InUse)"
  ${EndIf}
  !insertmacro EachPart RemoveOld
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "Version" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\bijstand-desk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${Option} "/NOSHORTCUTS" $0
  ${If} $0 == ""
    CreateShortCut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\bijstand-desk.exe"
    CreateShortCut "$SMPROGRAMS\${PRODUCT} ($(Training)).lnk" "$INSTDIR\bijstand-desk.exe" "--training"
  ${EndIf}
  Call StartDetector
SectionEnd

Section "Uninstall"
  Call un.StopDetector
  Call un.RefuseWhenInUse
  Call un.LetDetectorGo
  !insertmacro EachPart RemovePart
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$SMPROGRAMS\${PRODUCT} ($(Training)).lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "${KEY}"
SectionEnd
