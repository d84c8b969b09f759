; The Windows installer: for one user, without an administrator.
;
;   makensis -DVERSION=0.1.0 -DBUNDLE=dist\dosudo-viewer -DICON=dist\dosudo-viewer.ico installer.nsi
;
; BUNDLE and ICON are taken from the folder makensis runs in with -NOCD. OUT names the result.

Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include MUI2.nsh
!include FileFunc.nsh

!ifndef VERSION | BUNDLE | ICON
  !error "Define VERSION, BUNDLE and ICON with -D"
!endif
!ifndef OUT
  !define OUT "dosudo-viewer-${VERSION}-setup.exe"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\DosudoViewer"
!define PROGRAM "$INSTDIR\dosudo-viewer.exe"

Name "Dosudo Viewer"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Dosudo Viewer"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Dosudo Viewer ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Dosudo Viewer"
VIAddVersionKey /LANG=0 "FileDescription" "Dosudo Viewer"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "The Dosudo Viewer authors"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "${PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "TradChinese"

LangString MenuName ${LANG_ENGLISH} "Dosudo Viewer"
LangString MenuName ${LANG_TRADCHINESE} "Dosudo 電子報閱讀器"
LangString PackName ${LANG_ENGLISH} "Dosudo Viewer newsletter pack"
LangString PackName ${LANG_TRADCHINESE} "Dosudo 電子報套件"
LangString AskData ${LANG_ENGLISH} "Delete your library, marks and settings too?$\n$\n$LOCALAPPDATA\dosudo-viewer"
LangString AskData ${LANG_TRADCHINESE} "要一併刪除你的書庫、標記與設定嗎？$\n$\n$LOCALAPPDATA\dosudo-viewer"
LangString NotOurs ${LANG_ENGLISH} "This folder holds other files. Choose an empty one."
LangString NotOurs ${LANG_TRADCHINESE} "這個資料夾裡有其他檔案，請選一個空的資料夾。"


Section
  ; The folder is removed as a whole later: it must hold nothing else.
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "${PROGRAM}"
    ${DirState} "$INSTDIR" $0
    ${If} $0 = 1
      MessageBox MB_OK|MB_ICONSTOP "$(NotOurs)" /SD IDOK
      Abort "$(NotOurs)"
    ${EndIf}
  ${EndIf}
  ; What an earlier version left would be loaded by this one.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*"
  File "/oname=dosudo-viewer.ico" "${ICON}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortCut "$SMPROGRAMS\Dosudo Viewer.lnk" "${PROGRAM}" "" "$INSTDIR\dosudo-viewer.ico" \
    0 SW_SHOWNORMAL "" "$(MenuName)"

  WriteRegStr HKCU "Software\Classes\dosudo-viewer" "" "URL:Dosudo Viewer"
  WriteRegStr HKCU "Software\Classes\dosudo-viewer" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\dosudo-viewer\shell\open\command" "" '"${PROGRAM}" "%1"'
  WriteRegStr HKCU "Software\Classes\.dvpack" "" "DosudoViewer.Pack"
  WriteRegStr HKCU "Software\Classes\DosudoViewer.Pack" "" "$(PackName)"
  WriteRegStr HKCU "Software\Classes\DosudoViewer.Pack\DefaultIcon" "" "$INSTDIR\dosudo-viewer.ico"
  WriteRegStr HKCU "Software\Classes\DosudoViewer.Pack\shell\open\command" "" '"${PROGRAM}" "%1"'
  ${RefreshShellIcons}

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${KEY}" "DisplayName" "Dosudo Viewer"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\dosudo-viewer.ico"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Dosudo Viewer authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section Uninstall
  ; Made from the libraries, of which none is touched.
  RMDir /r "$LOCALAPPDATA\dosudo-viewer-cache"
  RMDir /r "$INSTDIR\cache"
  RMDir /r "$INSTDIR\_internal"
  Delete "${PROGRAM}"
  Delete "$INSTDIR\dosudo-viewer.ico"
  Delete "$INSTDIR\uninstall.exe"
  ; Only if empty: a portable library in here is the reader's.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Dosudo Viewer.lnk"
  DeleteRegKey HKCU "Software\Classes\dosudo-viewer"
  ReadRegStr $0 HKCU "Software\Classes\.dvpack" ""
  ${If} $0 == "DosudoViewer.Pack"
    DeleteRegKey HKCU "Software\Classes\.dvpack"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\DosudoViewer.Pack"
  ${RefreshShellIcons}
  DeleteRegKey HKCU "${KEY}"
  ; Asked last; a silent uninstall keeps the data.
  ${If} ${FileExists} "$LOCALAPPDATA\dosudo-viewer\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(AskData)" /SD IDNO IDNO keep
    RMDir /r "$LOCALAPPDATA\dosudo-viewer"
    keep:
  ${EndIf}
SectionEnd
