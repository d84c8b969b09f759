# Sign one file with the certificate in $env:CERTIFICATE (base64 of a .pfx) and $env:PASSWORD.
param([Parameter(Mandatory)][string]$File)
$ErrorActionPreference = "Stop"
$key = Join-Path $env:RUNNER_TEMP "key.pfx"
[IO.File]::WriteAllBytes($key, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
        Sort-Object FullName | Select-Object -Last 1
    & $tool sign /f $key /p $env:PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 $File
    if ($LASTEXITCODE -ne 0) { throw "signtool ended with $LASTEXITCODE" }
} finally {
    Remove-Item $key
}
