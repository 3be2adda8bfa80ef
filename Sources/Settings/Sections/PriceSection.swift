import Routing

/// `models.*.targets[].price`: what a target's tokens cost.
enum PriceSection: Section {
    static let input = Field<Double?>.required(
        "input_per_million",
        .number(upTo: 1_000_000),
        "US dollars for a million tokens of prompt."
    )
    static let output = Field<Double?>.required(
        "output_per_million",
        .number(upTo: 1_000_000),
        "US dollars for a million tokens of answer."
    )

    static let description = SectionDescription(
        help: "What tokens cost.",
        fields: [input.description, output.description]
    )

    static func read(_ section: SectionReader) -> FlatPrice? {
        let input = section[input]
        let output = section[output]
        guard let input, let output else { return nil }
        return FlatPrice(inputPerMillion: input, outputPerMillion: output)
    }
}
