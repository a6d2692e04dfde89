# Keyboard Filter: blocks the chords that lead out of the kiosk. For Enterprise, Education, LTSC and
# IoT. Run as administrator while @USER@ is signed in. Never tried on a real Windows.
#
# First, once, then restart:  Dism /Online /Enable-Feature /FeatureName:Client-KeyboardFilter

#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$embedded = @{ Namespace = 'root\standardcimv2\embedded' }

# Every chord that Windows knows to block, but for what is needed to type at a keyboard.
$typing = 'Shift', 'Ctrl', 'Alt'
Get-CimInstance -ClassName WEKF_PredefinedKey @embedded |
    Where-Object { $typing -notcontains $_.Id -and -not $_.Enabled } |
    ForEach-Object { Set-CimInstance -InputObject $_ -Property @{ Enabled = $true } }

# Administrators keep their keys.
Get-CimInstance -ClassName WEKF_Settings @embedded |
    Where-Object { $_.Name -eq 'DisableKeyboardFilterForAdministrators' } |
    ForEach-Object { Set-CimInstance -InputObject $_ -Property @{ Value = 'true' } }

# Keys that are pressed often or held long open dialogs, which no filter knows: Shift five times
# (Sticky Keys), Shift held (Filter Keys), Num Lock held (Toggle Keys). Their short cuts go, the aids
# themselves stay. Also where nobody is signed in.
$account = New-Object System.Security.Principal.NTAccount '@USER@'
$sid = $account.Translate([System.Security.Principal.SecurityIdentifier]).Value
$aids = @{ 'StickyKeys' = '506'; 'Keyboard Response' = '122'; 'ToggleKeys' = '58' }
foreach ($user in $sid, '.DEFAULT') {
    foreach ($aid in $aids.Keys) {
        $key = "Registry::HKEY_USERS\$user\Control Panel\Accessibility\$aid"
        Set-ItemProperty -Path $key -Name 'Flags' -Value $aids[$aid]
    }
}
