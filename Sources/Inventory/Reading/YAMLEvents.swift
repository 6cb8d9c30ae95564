// libyaml's own interface. A reader of whole documents is passed over, such as Yams's `Node`: it stops at the first
// duplicate key, follows aliases before anybody can object, hashes what they unfold to, and traps on a parser error
// that it does not know. From events all findings can be collected, and aliases are never followed.
internal import CLibYAML

/// The events of a YAML text (YAML 1.2 section 3.1.2): a pull parser.
///
/// Owns libyaml's parser, whose address must not change while it lives, since it holds a pointer to itself.
struct YAMLEvents: ~Copyable {
    enum Kind {
        case scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
        case alias
        case documentStart, documentEnd
        case streamStart, streamEnd
    }

    struct Event {
        let kind: Kind
        let position: Position
        let hasAnchor: Bool
        let hasTag: Bool
    }

    struct SyntaxError: Error {
        let position: Position
        /// libyaml's words: constants of its own, nothing from the file.
        let problem: String
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeBufferPointer<UInt8>

    /// - Parameter input: UTF-8, which must outlive this. UTF-16 is not looked for.
    init?(_ input: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        self.input = input
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else { return nil }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func next() throws(SyntaxError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { yaml_event_delete(&event) }
        return Event(
            kind: Self.kind(event), position: Self.position(event.start_mark), hasAnchor: Self.hasAnchor(event),
            hasTag: Self.hasTag(event))
    }

    private static func kind(_ event: yaml_event_t) -> Kind {
        switch event.type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_ALIAS_EVENT: .alias
        case YAML_SEQUENCE_START_EVENT: .sequenceStart
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT: .mappingStart
        case YAML_MAPPING_END_EVENT: .mappingEnd
        case YAML_SCALAR_EVENT:
            .scalar(
                String(
                    decoding: UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length),
                    as: UTF8.self),
                isPlain: event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        // Also what libyaml answers after the end.
        default: .streamEnd
        }
    }

    private static func hasAnchor(_ event: yaml_event_t) -> Bool {
        switch event.type {
        case YAML_SCALAR_EVENT: event.data.scalar.anchor != nil
        case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.anchor != nil
        case YAML_MAPPING_START_EVENT: event.data.mapping_start.anchor != nil
        default: false
        }
    }

    private static func hasTag(_ event: yaml_event_t) -> Bool {
        switch event.type {
        case YAML_SCALAR_EVENT: event.data.scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT: event.data.mapping_start.tag != nil
        default: false
        }
    }

    private static func position(_ mark: yaml_mark_t) -> Position {
        Position(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }

    private func syntaxError() -> SyntaxError {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "it cannot be parsed"
        guard state.error != YAML_READER_ERROR else {
            return SyntaxError(position: position(ofByte: Int(clamping: state.problem_offset)), problem: problem)
        }
        let context = state.context.map { String(cString: $0) + ": " } ?? ""
        return SyntaxError(position: Self.position(state.problem_mark), problem: context + problem)
    }

    /// What libyaml's reader objects to has no line yet, only an offset.
    private func position(ofByte offset: Int) -> Position {
        let before = input.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Continuation bytes begin with the bits 10.
        return Position(line: line, column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }
}
