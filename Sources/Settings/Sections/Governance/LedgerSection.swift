/// `ledger`: how the record of every request is kept.
enum LedgerSection: Section {
    private static let defaults = LedgerConfiguration()

    static let onFull = Field(
        "on_full",
        .choice,
        default: defaults.onFull,
        "What happens to new requests when the journal, or its disk, is full: `refuse` answers 503, `continue` serves them and "
            + "counts those without a record."
    )
    static let maxJournal = Field(
        "max_journal",
        .size((1 << 20)...(1 << 40)),
        default: defaults.maxJournal,
        "Most bytes of the journal that have not reached the database yet."
    )
    static let sync = Field(
        "sync",
        .duration(.milliseconds(1) ... .seconds(10)),
        default: defaults.sync,
        "Longest time between writing a record and having it synced to the disk."
    )
    static let retention = Field(
        "retention",
        .duration(RetentionSection.longest),
        default: defaults.retention,
        "How long rows are kept, of teams that say nothing themselves."
    )

    static let description = SectionDescription(
        help: "How the record of every request is kept.",
        fields: [onFull.description, maxJournal.description, sync.description, retention.description]
    )

    static func read(_ section: SectionReader) -> LedgerConfiguration? {
        LedgerConfiguration(
            onFull: section[onFull],
            maxJournal: section[maxJournal],
            sync: section[sync],
            retention: section[retention]
        )
    }
}
