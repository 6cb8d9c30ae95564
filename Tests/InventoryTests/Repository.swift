/// The files at the top of this repository that must agree with the reader.
enum Repository {
    static let top = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    static let example = top + "/examples/levels.yaml"
    static let schema = top + "/levels.schema.json"
    static let rosterExample = top + "/keys.example"
    static let personSchema = top + "/keys.schema.json"
    static let rosterManual = top + "/man/levels-keys.5"
    static let manual = top + "/man/levels.yaml.5"
}
