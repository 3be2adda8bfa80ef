/// A mapping with fixed fields, as data.
struct SectionDescription: Sendable {
    let help: String
    let fields: [FieldDescription]
    /// The name under which the JSON Schema has the section once, for sections that stand inside themselves.
    var definition: String?
    var rules: [SectionRule] = []
    var groups: [SectionGroup] = []
    /// Pairs of fields that stand together or not at all.
    var pairs: [(String, String)] = []

    var names: [String] { fields.map(\.name) }
}
