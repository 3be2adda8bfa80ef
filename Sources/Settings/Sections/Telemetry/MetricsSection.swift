/// `telemetry.metrics`: who may read `/metrics`.
enum MetricsSection: Section {
    static let requireToken = Field<Bool?>.optional(
        "require_token",
        .boolean,
        otherwise: "`false` on a loopback address, else `true`",
        "Whether `/metrics` asks for a bearer token: `token`, or `server.admin_token`. With `server.admin_listen` it is answered "
            + "there alone, and without one."
    )
    static let token = Field<Secret?>.optional(
        "token",
        .secret(minimumLength: 16),
        otherwise: "none",
        "What Prometheus shows, at least 16 characters. Take it from a variable or a file."
    )

    static let description = SectionDescription(
        help: "Who may read the metrics.",
        fields: [requireToken.description, token.description]
    )

    static func read(_ section: SectionReader) -> MetricsConfiguration? {
        let configuration = MetricsConfiguration(requireToken: section[requireToken], token: section[token])
        if configuration.requireToken == true, let place = section.place(of: requireToken.name) {
            section.reading.metricsTokenPlace = place
        }
        return configuration
    }
}
