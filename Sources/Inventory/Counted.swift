/// `1 machine`, `2 machines`: a count with its noun in the form that goes with it.
/// - Parameter many: nil for the noun with an s.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
}
