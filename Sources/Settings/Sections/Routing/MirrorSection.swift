import Routing

/// `models.*.mirror`: copies of requests for another target.
enum MirrorSection: Section {
    static let model = Field<ModelTarget?>.required(
        "model",
        .target,
        "Whom the copies go to, as `provider/model`."
    )
    static let share = Field<Double?>.required(
        "share",
        .share(),
        "The share of requests that are copied, such as `0.05` or `5%`."
    )

    static let description = SectionDescription(
        help: "Copies of some requests for another target, whose answers are thrown away.",
        fields: [model.description, share.description]
    )

    static func read(_ section: SectionReader) -> MirrorPolicy? {
        let model = section[model]
        let share = section[share]
        guard let model, let share else { return nil }
        return MirrorPolicy(target: TargetID(provider: model.provider, model: model.model), share: share)
    }
}
