/// The patterns of OpenSSH: `*` is any run of bytes, `?` any single one (ssh_config(5), PATTERNS).
public enum Wildcard {
    /// Goes back to the last `*` only, so that no pattern takes exponential time.
    public static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        var inPattern = 0
        var inName = 0
        var lastStar: (pattern: Int, name: Int)?
        while inName < name.count {
            if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                lastStar = (inPattern, inName)
                inPattern += 1
            } else if inPattern < pattern.count,
                pattern[inPattern] == UInt8(ascii: "?") || pattern[inPattern] == name[inName]
            {
                inPattern += 1
                inName += 1
            } else if let star = lastStar {
                lastStar = (star.pattern, star.name + 1)
                inPattern = star.pattern + 1
                inName = star.name + 1
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
