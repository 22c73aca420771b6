; The installer for Windows. What is more than copying files is in setup.cjs, which is tested.
; Given by kinds/setup.mjs: VERSION, APP (the directory of this version), OUT, FOUR (the version in four numbers), FILES (a list).
Unicode true
!ifdef QUICK
SetCompress off
!else
SetCompressor /SOLID lzma
; Node.js alone is 90 MB: what repeats in it is far apart.
SetCompressorDictSize 128
!endif
; Windows asks for rights with the name of the one who signed it.
!ifdef SIGNER
!uninstfinalize '${SIGNER} "%1"' = 0
!endif
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "swic"
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\swic"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "Software\swic"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION SetData
!define MULTIUSER_INSTALLMODE_UNFUNCTION un.SetData
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\swic"
; As setup.cjs says it.
!define WAS_RUNNING 10
!define STILL_RUNNING 11

Name "swic ${VERSION}"
OutFile "${OUT}"
BrandingText "swic ${VERSION}"
ShowInstDetails show
ShowUninstDetails show
VIProductVersion "${FOUR}"
VIAddVersionKey "ProductName" "swic"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "swic ${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinMessages.nsh

Var Data
Var ConfigFrom
Var WasRunning
Var Scope

!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_DIRECTORYPAGE_VARIABLE $Data
!define MUI_PAGE_HEADER_TEXT "$(DataTitle)"
!define MUI_PAGE_HEADER_SUBTEXT "$(DataSubtitle)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(DataText)"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\console.cmd"
!define MUI_FINISHPAGE_RUN_TEXT "$(RunText)"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString DataTitle ${LANG_SIMPCHINESE} "数据目录"
LangString DataTitle ${LANG_ENGLISH} "Data directory"
LangString DataSubtitle ${LANG_SIMPCHINESE} "配置、本地记录和单据目录存放的位置"
LangString DataSubtitle ${LANG_ENGLISH} "Where the configuration, the ledger and the boxes are"
LangString DataText ${LANG_SIMPCHINESE} "卸载和升级不会改动此目录。请选择本机磁盘，不要选择网络共享。"
LangString DataText ${LANG_ENGLISH} "An upgrade or an uninstallation does not change this directory. Choose a disk of this computer, not a network share."
LangString RunText ${LANG_SIMPCHINESE} "打开控制台（首次打开时进行设置）"
LangString RunText ${LANG_ENGLISH} "Open the dashboard (the first time: the set-up)"
LangString ServiceName ${LANG_SIMPCHINESE} "作为 Windows 服务运行"
LangString ServiceName ${LANG_ENGLISH} "Run as a Windows service"
LangString ServiceLater ${LANG_SIMPCHINESE} "尚未配置：完成设置后，以管理员身份运行 swic service install"
LangString ServiceLater ${LANG_ENGLISH} "There is no configuration yet: after the set-up run swic service install as administrator"
LangString ServiceFailed ${LANG_SIMPCHINESE} "服务没有安装成功：以管理员身份运行 swic service install 查看原因"
LangString ServiceFailed ${LANG_ENGLISH} "The service was not installed: run swic service install as administrator to see why"
LangString Program ${LANG_SIMPCHINESE} "程序"
LangString Program ${LANG_ENGLISH} "Program"
LangString ConsoleName ${LANG_SIMPCHINESE} "swic 控制台"
LangString ConsoleName ${LANG_ENGLISH} "swic dashboard"
LangString WebName ${LANG_SIMPCHINESE} "swic 网页"
LangString WebName ${LANG_ENGLISH} "swic page"
LangString FilesName ${LANG_SIMPCHINESE} "swic 文件目录"
LangString FilesName ${LANG_ENGLISH} "swic files"
LangString DocumentsName ${LANG_SIMPCHINESE} "swic 文档"
LangString DocumentsName ${LANG_ENGLISH} "swic documents"
LangString DocumentsPage ${LANG_SIMPCHINESE} "index.zh.html"
LangString DocumentsPage ${LANG_ENGLISH} "index.html"
LangString UninstallName ${LANG_SIMPCHINESE} "卸载 swic"
LangString UninstallName ${LANG_ENGLISH} "Uninstall swic"
LangString Stopping ${LANG_SIMPCHINESE} "正在等待在途单据处理完毕…"
LangString Stopping ${LANG_ENGLISH} "Waiting for documents in flight…"
LangString StillRunning ${LANG_SIMPCHINESE} "swic 仍在处理在途单据，安装未作任何改动。请稍后再试，或先运行 swic shutdown。"
LangString StillRunning ${LANG_ENGLISH} "swic is still busy with documents in flight. Nothing was changed. Try again later, or run swic shutdown first."
LangString InUse ${LANG_SIMPCHINESE} "同一版本的文件正被使用，请关闭控制台后再试。已安装的版本未改动。"
LangString InUse ${LANG_ENGLISH} "Files of this version are in use: close the dashboard, then try again. The installed version was not changed."
LangString Kept ${LANG_SIMPCHINESE} "配置、本地记录和单据保留在：$Data"
LangString Kept ${LANG_ENGLISH} "Configuration, ledger and boxes are kept in: $Data"

; Runs setup.cjs of a version without a window; its exit code is in $0.
!macro Setup APPDIR WORDS
  nsExec::Exec '"${APPDIR}\runtime\node.exe" "${APPDIR}\setup\setup.cjs" ${WORDS} --root "$INSTDIR" --data "$Data" --scope $Scope'
  Pop $0
!macroend

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
  ReadRegStr $Data SHCTX "Software\swic" "DataDir"
FunctionEnd

; Where it was before, else %ProgramData% for everybody and the user's own directory for one.
!macro SetDataBody
  StrCpy $Scope user
  StrCpy $Data "$PROFILE\swic"
  ${If} $MultiUser.InstallMode == "AllUsers"
    StrCpy $Scope machine
    ReadEnvStr $Data ProgramData
    StrCpy $Data "$Data\swic"
  ${EndIf}
  ReadRegStr $R9 SHCTX "Software\swic" "DataDir"
  ${If} $R9 != ""
    StrCpy $Data $R9
  ${EndIf}
!macroend
Function SetData
  !insertmacro SetDataBody
FunctionEnd
Function un.SetData
  !insertmacro SetDataBody
FunctionEnd

Section "$(Program)"
  SectionIn RO
  ; Beside the version that runs: until the switch nothing of it is changed.
  RMDir /r "$INSTDIR\${APP}.new"
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  DetailPrint "$(Stopping)"
  StrCpy $WasRunning 0
  !insertmacro Setup "$INSTDIR\${APP}.new" stop
  ${If} $0 == ${STILL_RUNNING}
    RMDir /r "$INSTDIR\${APP}.new"
    SetErrorLevel ${STILL_RUNNING}
    MessageBox MB_ICONSTOP "$(StillRunning)" /SD IDOK
    Abort
  ${ElseIf} $0 == ${WAS_RUNNING}
    StrCpy $WasRunning 1
  ${EndIf}
  ; The same version once more: what is in use cannot be renamed.
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\${APP}\*.*"
    RMDir /r "$INSTDIR\${APP}.old"
    Rename "$INSTDIR\${APP}" "$INSTDIR\${APP}.old"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\${APP}.new" "$INSTDIR\${APP}"
  ${EndIf}
  ${If} ${Errors}
    RMDir /r "$INSTDIR\${APP}.new"
    SetErrorLevel 3
    MessageBox MB_ICONSTOP "$(InUse)" /SD IDOK
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\${APP}.old"
  File "swic.cmd"
  File "console.cmd"
  ; In use where another program looks at it: the one before does the same.
  SetOverwrite try
  File "swic-service.exe"
  SetOverwrite on
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$Data"
  !insertmacro Setup "$INSTDIR\${APP}" "switch --to ${APP}"
  ${If} $ConfigFrom != ""
    !insertmacro Setup "$INSTDIR\${APP}" 'configure --from "$ConfigFrom"'
  ${EndIf}
  !insertmacro Setup "$INSTDIR\${APP}" path-add
  SendMessage ${HWND_BROADCAST} ${WM_WININICHANGE} 0 "STR:Environment" /TIMEOUT=5000
  Call WriteRegistry
  CreateDirectory "$SMPROGRAMS\swic"
  CreateShortcut "$SMPROGRAMS\swic\$(ConsoleName).lnk" "$INSTDIR\console.cmd"
  CreateShortcut "$SMPROGRAMS\swic\$(WebName).lnk" "$INSTDIR\console.cmd" web
  CreateShortcut "$SMPROGRAMS\swic\$(FilesName).lnk" "$Data"
  CreateShortcut "$SMPROGRAMS\swic\$(DocumentsName).lnk" "$INSTDIR\${APP}\docs\$(DocumentsPage)"
  CreateShortcut "$SMPROGRAMS\swic\$(UninstallName).lnk" "$INSTDIR\uninstall.exe"
  ${If} $WasRunning == 1
    !insertmacro Setup "$INSTDIR\${APP}" start
  ${EndIf}
SectionEnd

; Not chosen by itself: `/SERVICE`, or on the page of the parts. What was a service before an upgrade still is.
Section /o "$(ServiceName)" ServicePart
  ${IfNot} ${FileExists} "$Data\swic.yaml"
    DetailPrint "$(ServiceLater)"
  ${Else}
    !insertmacro Setup "$INSTDIR\${APP}" service-add
    ${If} $0 != 0
      SetErrorLevel 12
      DetailPrint "$(ServiceFailed)"
    ${EndIf}
  ${EndIf}
SectionEnd

; Behind the parts, which it names.
Function .onInit
  !insertmacro MULTIUSER_INIT
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DATA=" $R1
  ${IfNot} ${Errors}
    StrCpy $Data $R1
  ${EndIf}
  ${GetOptions} $R0 "/CONFIG=" $ConfigFrom
  ClearErrors
  ${GetOptions} $R0 "/SERVICE" $R1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${ServicePart}
  ${EndIf}
FunctionEnd

Function WriteRegistry
  WriteRegStr SHCTX "Software\swic" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "Software\swic" "DataDir" "$Data"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "swic"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "swic"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

; Only what was installed: a user may have put other things beside it.
Section Uninstall
  DetailPrint "$(Stopping)"
  FileOpen $R0 "$INSTDIR\current.txt" r
  FileRead $R0 $R1
  FileClose $R0
  StrCpy $R1 $R1 -2
  !insertmacro Setup "$INSTDIR\$R1" stop
  ${If} $0 == ${STILL_RUNNING}
    SetErrorLevel ${STILL_RUNNING}
    MessageBox MB_ICONSTOP "$(StillRunning)" /SD IDOK
    Abort
  ${EndIf}
  !insertmacro Setup "$INSTDIR\$R1" service-remove
  !insertmacro Setup "$INSTDIR\$R1" path-remove
  SendMessage ${HWND_BROADCAST} ${WM_WININICHANGE} 0 "STR:Environment" /TIMEOUT=5000
  FindFirst $R0 $R1 "$INSTDIR\app-*"
  ${DoWhile} $R1 != ""
    RMDir /r "$INSTDIR\$R1"
    FindNext $R0 $R1
  ${Loop}
  FindClose $R0
  Delete "$INSTDIR\swic.cmd"
  Delete "$INSTDIR\console.cmd"
  Delete "$INSTDIR\swic-service.exe"
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\install.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\swic"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\swic"
  DetailPrint "$(Kept)"
  MessageBox MB_ICONINFORMATION "$(Kept)" /SD IDOK
SectionEnd
