import Foundation
import Subprocess

/// Python's jsonschema and PyYAML: a validator that shares no line with the reader.
enum SchemaValidator {
    struct Unavailable: Error, CustomStringConvertible {
        let description: String
    }

    static let notYAML = "not YAML"

    /// For each document nil where the schema takes it, or what it objects to.
    static func verdicts(on documents: [String], by schema: String = Repository.schema) async throws -> [String?] {
        // By a file: a Python without the modules ends before it has read any input, and the broken pipe ends us.
        let result = try await TemporaryFolder.with { folder in
            let file = folder + "/documents.json"
            try JSONSerialization.data(withJSONObject: documents).write(to: URL(filePath: file))
            return try await run(
                .name("python3"), arguments: ["-c", script, schema, file],
                output: .string(limit: 1 << 24), error: .string(limit: 1 << 16))
        }
        guard result.terminationStatus.isSuccess else {
            throw Unavailable(
                description: "python3 with jsonschema 4 or later and yaml is needed: apt-get install "
                    + "python3-jsonschema python3-yaml, or pip install jsonschema PyYAML\n\(result.standardError)")
        }
        let verdicts = try JSONSerialization.jsonObject(with: Data("\(result.standardOutput)".utf8)) as? [String] ?? []
        return verdicts.map { $0.isEmpty ? nil : $0 }
    }

    /// Reads YAML 1.2's core schema, as editors do: PyYAML by itself takes `no` for false and dates for objects.
    private static let script = #"""
        import json, re, sys, yaml
        from jsonschema import Draft202012Validator

        class Core(yaml.SafeLoader):
            yaml_implicit_resolvers = {}

            def flatten_mapping(self, node):
                pass

        for tag, pattern in [
            ("null", r"~|null|Null|NULL|"),
            ("bool", r"true|True|TRUE|false|False|FALSE"),
            ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
            ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
        ]:
            Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile("(?:" + pattern + r")\Z"), None)

        def number(loader, node):
            text = node.value
            return int(text, 0) if text[:2] in ("0x", "0o") else int(text)

        def mapping(loader, node):
            return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}

        Core.add_constructor("tag:yaml.org,2002:int", number)
        Core.add_constructor("tag:yaml.org,2002:map", mapping)

        schema = json.load(open(sys.argv[1], encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)

        def verdict(text):
            try:
                document = yaml.load(text, Core)
            except (yaml.YAMLError, ValueError, TypeError, AttributeError):
                return "not YAML"
            return "; ".join(error.json_path + ": " + error.message[:200] for error in validator.iter_errors(document))

        print(json.dumps([verdict(text) for text in json.load(open(sys.argv[2], encoding="utf-8"))]))
        """#
}
