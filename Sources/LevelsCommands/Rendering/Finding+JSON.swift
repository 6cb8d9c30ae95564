import Inventory

extension Finding {
    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("file", .string(file)), ("line", .integer(line)), ("column", .integer(column)), ("path", .string(path)),
        ]
        if let value { members.append(("value", .string(value))) }
        members.append(("rule", .string(rule)))
        if let suggestion { members.append(("suggestion", .string(suggestion))) }
        return .object(members)
    }
}
