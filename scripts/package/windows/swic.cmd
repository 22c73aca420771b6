@echo off
setlocal
set /p SWIC_APP=<"%~dp0current.txt"
"%~dp0%SWIC_APP%\runtime\node.exe" "%~dp0%SWIC_APP%\bin\swic.cjs" %*
