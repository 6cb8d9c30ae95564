import LevelsCommands

Program.run()
