; What the installer says itself, in the four languages of the product; the rest comes with NSIS.
!macro Say NAME EN NL FR DE
  LangString ${NAME} ${LANG_ENGLISH} "${EN}"
  LangString ${NAME} ${LANG_DUTCH} "${NL}"
  LangString ${NAME} ${LANG_FRENCH} "${FR}"
  LangString ${NAME} ${LANG_GERMAN} "${DE}"
!macroend

!insertmacro Say Training "training" "oefening" "exercice" "Übung"
!insertmacro Say Stopping "Stopping the detector" "De detector wordt gestopt" "Arrêt du détecteur" "Der Detektor wird beendet"
!insertmacro Say NotListening \
  "The detector does not run. Start the service 'VIVIUM Bijstand detector' by hand; what it says is in the event log." \
  "De detector loopt niet. Start de dienst 'VIVIUM Bijstand detector' zelf; wat hij zegt, staat in het gebeurtenislogboek." \
  "Le détecteur ne fonctionne pas. Démarrez vous-même le service 'VIVIUM Bijstand detector' ; voir le journal d'événements." \
  "Der Detektor läuft nicht. Starten Sie den Dienst 'VIVIUM Bijstand detector' selbst; was er sagt, steht im Ereignisprotokoll."
!insertmacro Say InUse \
  "VIVIUM Bijstand Desk is still in use. Nothing was changed. Close every desk on this computer and try again." \
  "VIVIUM Bijstand Desk is nog in gebruik. Er is niets gewijzigd. Sluit elke desk op deze computer en probeer opnieuw." \
  "VIVIUM Bijstand Desk est encore utilisé. Rien n'a été modifié. Fermez chaque poste sur cet ordinateur et réessayez." \
  "VIVIUM Bijstand Desk wird noch benutzt. Nichts wurde geändert. Schließen Sie jeden Desk auf diesem Computer und versuchen Sie es erneut."
!insertmacro Say NoAdministrator \
  "Only an administrator can install for all users. Start it as one, or use /CurrentUser." \
  "Alleen een beheerder kan voor alle gebruikers installeren. Start als beheerder of gebruik /CurrentUser." \
  "Seul un administrateur peut installer pour tous les utilisateurs. Démarrez en tant qu'administrateur ou utilisez /CurrentUser." \
  "Nur ein Administrator kann für alle Benutzer installieren. Starten Sie als solcher oder benutzen Sie /CurrentUser."
!insertmacro Say Not64Bit \
  "This needs a 64-bit Windows." "Hiervoor is een 64-bits Windows nodig." \
  "Un Windows 64 bits est nécessaire." "Dafür ist ein 64-Bit-Windows nötig."
!insertmacro Say OldWindows \
  "This needs Windows 10 version 1809 or later." "Hiervoor is Windows 10 versie 1809 of later nodig." \
  "Windows 10 version 1809 ou ultérieure est nécessaire." "Dafür ist Windows 10 Version 1809 oder neuer nötig."
!insertmacro Say NewerIsThere \
  "A newer version is installed. Nothing was changed. /DOWNGRADE replaces it all the same; its data may be too new for this version." \
  "Er is een nieuwere versie geïnstalleerd. Er is niets gewijzigd. /DOWNGRADE vervangt ze toch; haar gegevens kunnen te nieuw zijn." \
  "Une version plus récente est installée. Rien n'a été modifié. /DOWNGRADE la remplace malgré tout ; ses données peuvent être trop récentes." \
  "Eine neuere Version ist installiert. Nichts wurde geändert. /DOWNGRADE ersetzt sie trotzdem; ihre Daten können zu neu sein."
!insertmacro Say OtherInstaller \
  "It was installed by the .msi of your administrator. Nothing was changed. Remove that first; data and settings stay." \
  "Het werd geïnstalleerd met de .msi van uw beheerder. Er is niets gewijzigd. Verwijder die eerst; gegevens en instellingen blijven." \
  "Il a été installé par le .msi de votre administrateur. Rien n'a été modifié. Supprimez-le d'abord ; données et réglages restent." \
  "Es wurde mit der .msi Ihres Administrators installiert. Nichts wurde geändert. Entfernen Sie diese zuerst; Daten und Einstellungen bleiben."
