/// What one field of a section demands of the others.
struct SectionRule: Sendable {
    /// The deciding field.
    let field: String
    /// The values the rule is for, if the field is a choice; nil for whatever stands there.
    var values: [String]?
    /// The value that counts where the deciding field is absent; nil if the rule is not for that.
    var standard: String?
    /// Fields that must be there.
    var required: [String] = []
    /// Fields of which at least one must be there.
    var alternatives: [String] = []
    /// Fields that would have no effect and are refused.
    var forbidden: [String] = []

    /// Whether the rule is for a mapping without the deciding field.
    var includesAbsence: Bool { standard.map { values?.contains($0) ?? false } ?? false }
}
