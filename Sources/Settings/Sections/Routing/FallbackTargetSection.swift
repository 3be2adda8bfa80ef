/// `models.*.fallback.*[]`: whom a request goes to after a failure of a special kind.
enum FallbackTargetSection: Section {
    static let model = Field<LocatedDestination?>.required(
        "model",
        .destination,
        "A declared provider and a model's name there, as `provider/model`; or another name under `models`."
    )

    static let description = SectionDescription(
        help: "Whom a request goes to instead.",
        fields: [model.description]
    )

    /// A target, or in short the name of its model.
    static let element = ValueType<LocatedDestination>.either(.destination, type)

    static func read(_ section: SectionReader) -> LocatedDestination? { section[model] }
}
