public import ArgumentParser
public import LevelsLab

struct FolderOption: ParsableArguments {
    @Option(name: .customLong("dir"), help: "The lab's folder; one of the user's own if it is not named.")
    var folder: String?

    func open() throws -> Lab { try reporting { () throws(LabFailure) in try Lab.open(folder) } }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json

    func render(_ lab: Lab) {
        let status = LabStatus(lab)
        print(self == .json ? status.json : status.text)
    }
}

extension LabMode: ExpressibleByArgument {}
extension LabEngine: ExpressibleByArgument {}
extension LabFlavour: ExpressibleByArgument {}
