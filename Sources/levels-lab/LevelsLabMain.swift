import ArgumentParser

@main
enum LevelsLabMain {
    static func main() async { await LevelsLabCommand.main() }
}
