/// `server.overload`: from when on new requests are refused because the gateway has too much to do.
enum OverloadSection: Section {
    static let memory = Field<Int?>.optional(
        "memory",
        .size(64 << 20...1 << 44),
        otherwise: "no threshold",
        "The process's resident memory above which new requests are refused with 503."
    )
    static let loopLag = Field<Duration?>.optional(
        "loop_lag",
        .duration(.milliseconds(10) ... .seconds(60)),
        otherwise: "no threshold",
        "How late an event loop may come to its work before new requests are refused with 503."
    )

    static let description = SectionDescription(
        help: "From when on new requests are refused because the gateway has too much to do.",
        fields: [memory.description, loopLag.description]
    )

    static func read(_ section: SectionReader) -> OverloadConfiguration? {
        OverloadConfiguration(memory: section[memory], loopLag: section[loopLag])
    }
}
