/// `models.*`: a public model name.
enum ModelSection: Section {
    /// A model before it has its name and before the server's `strict` is known.
    struct Value: Sendable {
        let targets: [TargetConfiguration]
        let timeout: TimeoutConfiguration
        let strict: Bool?
    }

    static let targets = Field<[TargetConfiguration]?>.required(
        "targets",
        .list(of: TargetSection.type, minimumCount: 1),
        "The provider's models behind the name, in the order in which they are tried."
    )
    static let timeout = Field(
        "timeout",
        TimeoutSection.type,
        default: TimeoutConfiguration(),
        "Time limits of requests to the targets."
    )
    static let strict = Field<Bool?>.optional(
        "strict",
        .boolean,
        otherwise: "`server.strict`",
        "Refuse a request where its target cannot express a part of it."
    )

    static let description = SectionDescription(
        help: "A public model name and what stands behind it.",
        fields: [targets.description, timeout.description, strict.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let targets = section[targets]
        let timeout = section[timeout]
        let strict = section[strict]
        guard let targets else { return nil }
        return Value(targets: targets, timeout: timeout, strict: strict)
    }
}
