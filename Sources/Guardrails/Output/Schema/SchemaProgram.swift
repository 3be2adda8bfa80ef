/// A schema that is ready to be run: every subschema by its number, references resolved.
struct SchemaProgram: Sendable {
    /// One subschema.
    struct Schema: Sendable {
        /// What it demands, in the order in which it is checked.
        var rules: [SchemaRule] = []
        /// The part of the document, by `$id`, that it belongs to.
        var resource = 0
        /// Whether a rule needs to know what others have looked at.
        var isWatching = false

        /// Whether it is the schema `false`.
        var isNever: Bool {
            if case .never? = rules.first { return true }
            return false
        }
    }

    /// All subschemas; places of the document that are none have no rules.
    var schemas: [Schema] = []
    /// The number of the outermost schema.
    var root = 0
    /// For each resource, its schemas with a dynamic anchor.
    var dynamicAnchors: [[ExactText: Int]] = []
    /// All patterns as one; a schema names one by its index.
    var patterns: PatternDatabase?
}
