-- What wixl cannot say, one statement a line, for msibuild. Two dashes: a remark.
-- The old version goes within the transaction of the new one, so that a failure brings it back; wixl puts that last.
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'
-- A program out of the package itself, before anything is touched; wixl knows only libraries there.
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('RefuseWhenInUse', 2, 'InUse', '"[INSTALLDIR]."')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('RefuseWhenInUse', 'NOT UPGRADINGPRODUCTCODE', 1410)
-- wixl puts these two after everything else.
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('DetectorAsBefore', 'NOT DETECTOR AND DETECTORBEFORE', 110)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('DetectorAsUsual', 'NOT DETECTOR', 111)
-- wixl has no conditions of a product.
INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('Installed OR NOT OFSETUP', 'It was installed by setup.exe: remove that first. Data and settings stay.')
-- wixl overlooks that they are for the way back: 18 (a program installed) + in script, for rollback, no impersonation, go on.
UPDATE `CustomAction` SET `Type` = 3410 WHERE `Action` = 'MakeServiceAgain'
UPDATE `CustomAction` SET `Type` = 3410 WHERE `Action` = 'StartServiceAgain'
