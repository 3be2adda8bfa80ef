/// `models.*.targets[]`: one provider's model.
enum TargetSection: Section {
    static let model = Field<ModelTarget?>.required(
        "model",
        .target,
        "A declared provider and a model's name there, as `provider/model`."
    )

    static let description = SectionDescription(
        help: "One provider's model.",
        fields: [model.description]
    )

    static func read(_ section: SectionReader) -> TargetConfiguration? {
        section[model].map { TargetConfiguration(.provider($0)) }
    }
}
