@echo off
rem The dashboard, or the set-up where there is no configuration; in Windows Terminal where there is one. `web`: the page.
if "%1"=="web" goto web
if "%1"=="inside" goto inside
where /q wt.exe
if not errorlevel 1 (
  start "" wt.exe -d "%~dp0." "%~f0" inside
  exit /b
)
:inside
chcp 65001 >nul
rem The old console draws with a font that may have no Chinese characters.
if not defined WT_SESSION echo 若汉字显示为方块：右键标题栏，属性，字体，选“新宋体”；或安装 Windows Terminal。
if not defined WT_SESSION echo Boxes instead of Chinese characters: title bar, Properties, Font, NSimSun; or install Windows Terminal.
call "%~dp0swic.cmd"
if errorlevel 1 pause
exit /b
:web
chcp 65001 >nul
call "%~dp0swic.cmd" web
if errorlevel 1 pause
