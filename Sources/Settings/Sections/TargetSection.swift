import Routing

/// `models.*.targets[]`: one branch of a model.
enum TargetSection: Section {
    /// A branch before what it shares with others is known, and the places that its checks against others need.
    struct Value: Sendable {
        let destination: LocatedDestination
        var weight = Weight()
        var region: String?
        var price: FlatPrice?
        var contextWindow: Int?
        var maxConcurrent: Int?
        var condition: ConditionConfiguration?
        var maxConcurrentPlace: Located?
        var conditionPlace: Located?

        func configuration(_ shared: SharedSettings) -> TargetConfiguration {
            TargetConfiguration(
                destination.destination,
                weight: weight,
                region: region ?? shared.region(of: destination.destination),
                price: price,
                contextWindow: contextWindow,
                maxConcurrent: shared.limit(of: destination.destination),
                breaker: shared.breaker(of: destination.destination),
                condition: condition
            )
        }
    }

    static let model = Field<LocatedDestination?>.required(
        "model",
        .destination,
        "A declared provider and a model's name there, as `provider/model`; or another name under `models`, whose own "
            + "strategy then chooses. Models must not lead back to themselves, and at most 8 may stand behind each other."
    )
    static let weight = Field(
        "weight",
        .number(upTo: 1_000_000),
        default: 1.0,
        "Share of the traffic, relative to the other targets', for strategies that go by weights. 0 takes none, but can be "
            + "fallen back to."
    )
    static let ramp = Field<Weight.Ramp?>.optional(
        "ramp",
        RampSection.type,
        "Lets the weight change evenly with time, from another one to `weight`."
    )
    static let condition = Field<ConditionConfiguration?>.optional(
        "when",
        ConditionSection.type,
        "When the target is taken, with strategy `conditional`. A target without it is the default and stands last."
    )
    static let region = Field<String?>.optional(
        "region",
        .name(.region),
        otherwise: "the provider's",
        "Where requests are processed. Teams and keys with `regions` reach only targets in one of these."
    )
    static let price = Field<FlatPrice?>.optional(
        "price",
        PriceSection.type,
        "What tokens cost, for strategy `least-cost`."
    )
    static let contextWindow = Field<Int?>.optional(
        "context_window",
        .integer(1...1_000_000_000),
        "Most tokens of prompt and answer. Requests that are longer by estimate do not go there."
    )
    static let maxConcurrent = Field<Int?>.optional(
        "max_concurrent",
        .integer(1...1_000_000),
        otherwise: "no limit",
        "Most requests in flight to the provider's model, over all models that name it."
    )

    static let description = SectionDescription(
        help: "One branch of a model: a provider's model, or another public model.",
        fields: [
            model.description, weight.description, ramp.description, condition.description, region.description,
            price.description, contextWindow.description, maxConcurrent.description,
        ]
    )

    /// A branch, or in short the name of its model.
    static let element = ValueType<Value>.either(
        ValueType(model.description.shape) { place, reading in
            ValueType<LocatedDestination>.destination.read(place, reading).map { Value(destination: $0) }
        },
        type
    )

    static func read(_ section: SectionReader) -> Value? {
        let destination = section[model]
        let weight = Weight(section[weight], ramp: section[ramp])
        let region = section[region]
        let price = section[price]
        let contextWindow = section[contextWindow]
        let maxConcurrent = section[maxConcurrent]
        let condition = section[condition]
        guard let destination else { return nil }
        if case .model = destination.destination { refuseDetails(section) }
        return Value(
            destination: destination,
            weight: weight,
            region: region,
            price: price,
            contextWindow: contextWindow,
            maxConcurrent: maxConcurrent,
            condition: condition,
            maxConcurrentPlace: section.place(of: Self.maxConcurrent.name),
            conditionPlace: section.place(of: Self.condition.name)
        )
    }

    /// What is known of a provider's model cannot be said of a public model, which may lead to several.
    private static func refuseDetails(_ section: SectionReader) {
        for name in [region.name, price.name, contextWindow.name, maxConcurrent.name] {
            guard let place = section.place(of: name) else { continue }
            section.reading.report(
                .conflict,
                at: place,
                "this field has no effect on another public model; say it at that model's own targets"
            )
        }
    }
}
