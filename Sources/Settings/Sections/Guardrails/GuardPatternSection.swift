import Guardrails

/// `guardrails[].patterns[]`: an expression of the operator's own.
enum GuardPatternSection: Section {
    /// An expression, and where its name stands.
    struct Value: Sendable {
        let pattern: CustomPattern
        let namePlace: Located?
    }

    static let name = Field<String?>.required(
        "name",
        .name(.budget),
        "What the expression is called; the rule of its findings is `custom.` and this name."
    )
    static let pattern = Field<String?>.required(
        "pattern",
        .anyText,
        "The regular expression: PCRE's dialect without look-around and back-references, at most 4 KiB."
    )
    static let ignoreCase = Field("ignore_case", .boolean, default: false, "Whether letters match in both cases.")

    static let description = SectionDescription(
        help: "An expression that texts are searched for.",
        fields: [name.description, pattern.description, ignoreCase.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let (name, expression, ignoresCase) = (section[name], section[pattern], section[ignoreCase])
        guard let name, let expression else { return nil }
        let custom = CustomPattern(name: name, expression: expression, isCaseInsensitive: ignoresCase)
        if let problem = GuardrailSection.problem(compiling: { _ = try WordFilter(customs: [custom]) }) {
            if let place = section.place(of: pattern.name) {
                section.reading.report(.invalidValue, at: place, "the expression cannot be used: \(problem)")
            }
            return nil
        }
        return Value(pattern: custom, namePlace: section.place(of: Self.name.name))
    }
}
