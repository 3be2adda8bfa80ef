/// `server.reload`: when the configuration is read again.
enum ReloadSection: Section {
    static let watch = Field(
        "watch",
        .boolean,
        default: ReloadConfiguration().watch,
        "Whether a change of the file is enough. SIGHUP always is."
    )

    static let description = SectionDescription(
        help: "When the configuration is read again.",
        fields: [watch.description]
    )

    static func read(_ section: SectionReader) -> ReloadConfiguration? { ReloadConfiguration(watch: section[watch]) }
}
