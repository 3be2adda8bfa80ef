/// A mapping with fixed fields, as data.
struct SectionDescription: Sendable {
    let help: String
    let fields: [FieldDescription]
    var rules: [SectionRule] = []
    /// Pairs of fields that stand together or not at all.
    var pairs: [(String, String)] = []

    var names: [String] { fields.map(\.name) }
}
