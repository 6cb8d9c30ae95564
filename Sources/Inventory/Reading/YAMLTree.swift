/// The one document of a YAML text as a tree, and what is wrong with it as YAML.
///
/// A subset on purpose: no anchors, aliases or tags, keys are scalars and come once, and depth has a bound. So the tree
/// is never larger than the text, whatever the text.
struct YAMLTree {
    /// Nil where the text has no document, or is broken.
    private(set) var root: Node?
    private(set) var findings: FindingList
    private(set) var isBroken = false
    private var depth = 0

    /// levels.yaml needs seven.
    static let deepest = 16

    init(_ text: [UInt8], file: String) {
        findings = FindingList(file: file)
        text.withUnsafeBufferPointer { input in
            guard var events = YAMLEvents(input) else {
                isBroken = true
                return findings.add(.start, rule: "no memory to read it")
            }
            do throws(YAMLEvents.SyntaxError) {
                root = try document(&events)
            } catch {
                isBroken = true
                root = nil
                findings.add(Place(position: error.position, path: ""), rule: "is not YAML: " + error.problem)
            }
        }
    }

    private mutating func document(_ events: inout YAMLEvents) throws(YAMLEvents.SyntaxError) -> Node? {
        var root: Node?
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return root
            case .streamStart, .documentEnd: continue
            case .documentStart:
                guard root == nil else {
                    findings.add(Place(position: event.position, path: ""), rule: "a second document: one file has one")
                    return root
                }
            default:
                root = try node(event, path: "", &events)
            }
        }
    }

    private mutating func node(
        _ event: YAMLEvents.Event, path: String, _ events: inout YAMLEvents
    ) throws(YAMLEvents.SyntaxError) -> Node {
        let place = Place(position: event.position, path: path)
        if event.hasAnchor { findings.add(place, rule: "anchors are not taken: write the value out where it is used") }
        if event.hasTag { findings.add(place, rule: "tags are not taken: leave it out") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw YAMLEvents.SyntaxError(position: event.position, problem: "nested deeper than \(Self.deepest) levels")
        }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return Node(position: event.position, scalar: text, isPlain: isPlain)
        case .sequenceStart:
            return Node(position: event.position, content: .sequence(try items(path: path, &events)))
        case .mappingStart:
            return Node(position: event.position, content: .mapping(try entries(path: path, &events)))
        case .alias:
            findings.add(place, rule: "aliases are not taken: write the value out")
        case .sequenceEnd, .mappingEnd, .documentStart, .documentEnd, .streamStart, .streamEnd:
            throw YAMLEvents.SyntaxError(position: event.position, problem: "it ends too early")
        }
        return Node(position: event.position, content: .null)
    }

    private mutating func items(
        path: String, _ events: inout YAMLEvents
    ) throws(YAMLEvents.SyntaxError) -> [Node] {
        var items: [Node] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, path: "\(path)[\(items.count)]", &events))
        }
    }

    private mutating func entries(
        path: String, _ events: inout YAMLEvents
    ) throws(YAMLEvents.SyntaxError) -> [Node.Entry] {
        var entries: [Node.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return entries }
            let key = try node(event, path: path, &events)
            let place = Place(position: key.position, path: Place.key(key.text, in: path))
            let value = try node(try events.next(), path: place.path, &events)
            guard case .scalar = event.kind else {
                findings.add(place, rule: "a key must be a single word")
                continue
            }
            if let line = lines[key.text] {
                findings.add(
                    place, value: "\"\(Place.shown(key.text, in: path))\"", rule: "this key is in line \(line) already")
                continue
            }
            lines[key.text] = key.position.line
            entries.append(Node.Entry(key: key.text, keyPosition: key.position, value: value))
        }
    }
}
