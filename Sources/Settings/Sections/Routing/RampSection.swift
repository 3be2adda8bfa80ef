import Governance
import Routing

/// `models.*.targets[].ramp`: a weight that changes by schedule.
enum RampSection: Section {
    static let from = Field("from", .number(upTo: 1_000_000), default: 0.0, "The weight until the ramp begins.")
    static let start = Field<Timestamp?>.required(
        "start",
        .moment,
        "When the ramp begins, by RFC 3339, such as `2026-12-01T00:00:00Z`."
    )
    static let over = Field<Duration?>.required(
        "over",
        .duration(.seconds(1) ... .seconds(366 * 86_400)),
        "How long it takes until the target has its `weight`."
    )

    static let description = SectionDescription(
        help: "A weight that changes by schedule.",
        fields: [from.description, start.description, over.description]
    )

    static func read(_ section: SectionReader) -> Weight.Ramp? {
        let from = section[from]
        let start = section[start]
        let over = section[over]
        guard let start, let over else { return nil }
        return Weight.Ramp(from: from, start: Double(start.seconds), over: over)
    }
}
