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
call "%~dp0swic.cmd"
if errorlevel 1 pause
exit /b
:web
chcp 65001 >nul
call "%~dp0swic.cmd" web
if errorlevel 1 pause
