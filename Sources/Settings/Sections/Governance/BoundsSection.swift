import Governance

/// `keys[].bounds`: what a key's requests may ask of a model.
enum BoundsSection: Section {
    static let maxTokens = Field<Int?>.optional(
        "max_tokens",
        .integer(1...10_000_000),
        otherwise: "any",
        "Most tokens that an answer may have, in every spelling of the APIs. It is also the limit of requests that name none."
    )
    static let minTemperature = Field<Double?>.optional(
        "min_temperature",
        .number(upTo: 100),
        otherwise: "any",
        "Least temperature."
    )
    static let maxTemperature = Field<Double?>.optional(
        "max_temperature",
        .number(upTo: 100),
        otherwise: "any",
        "Highest temperature."
    )
    static let maxChoices = Field<Int?>.optional(
        "max_n",
        .integer(1...128),
        otherwise: "any",
        "Most answers to one request."
    )
    static let tools = Field("tools", .boolean, default: true, "Whether requests may bring tools.")
    static let stream = Field("stream", .boolean, default: true, "Whether answers may be streams.")
    static let action = Field(
        "action",
        .choice,
        default: ParameterBounds.Action.refuse,
        "What happens to a number that is out of bounds: the request is refused, or the number is moved to the bound. Tools and "
            + "streams are always refused."
    )

    static let description = SectionDescription(
        help: "What the key's requests may ask of a model.",
        fields: [
            maxTokens.description, minTemperature.description, maxTemperature.description, maxChoices.description,
            tools.description, stream.description, action.description,
        ]
    )

    static func read(_ section: SectionReader) -> ParameterBounds? {
        let bounds = ParameterBounds(
            maxTokens: section[maxTokens],
            minTemperature: section[minTemperature],
            maxTemperature: section[maxTemperature],
            maxChoices: section[maxChoices],
            allowsTools: section[tools],
            allowsStreams: section[stream],
            action: section[action]
        )
        if let least = bounds.minTemperature, let most = bounds.maxTemperature, least > most,
            let place = section.place(of: minTemperature.name)
        {
            section.reading.report(.conflict, at: place, "higher than `max_temperature`, so nothing is left")
        }
        return bounds
    }
}
