/// `alerts.channels[].smtp`: a server that takes mail.
enum MailServerSection: Section {
    /// What the document says.
    struct Value: Sendable {
        var host: String
        var port: Int?
        var security: MailDestination.Security
        var username: String?
        var password: Secret?
        var authorities: String?
    }

    static let host = Field<String?>.required("host", .host, "The server's name or address.")
    static let port = Field<Int?>.optional(
        "port",
        .integer(1...65_535),
        otherwise: "587, with `security: tls` 465, with `none` 25",
        "Its port."
    )
    static let security = Field(
        "security",
        .choice,
        default: MailDestination.Security.starttls,
        "How the connection is protected. `starttls` never goes on without TLS."
    )
    static let username = Field<String?>.optional("username", .note, otherwise: "nobody signs in", "Who signs in.")
    static let password = Field<Secret?>.optional(
        "password",
        .secret(),
        "With what. Take it from a variable or a file."
    )
    static let authorities = Field<String?>.optional(
        "ca",
        .file,
        otherwise: "the system's",
        "A PEM file of the certificates that the server's is checked against."
    )

    static let description = SectionDescription(
        help: "The server that takes the mail.",
        fields: [
            host.description, port.description, security.description, username.description, password.description,
            authorities.description,
        ],
        pairs: [(username.name, password.name)]
    )

    static func read(_ section: SectionReader) -> Value? {
        let value = section[host].map { host in
            Value(
                host: host,
                port: section[port],
                security: section[security],
                username: section[username],
                password: section[password],
                authorities: section[authorities]
            )
        }
        let isLocal = value.map { ["localhost", "127.0.0.1", "::1"].contains($0.host) } ?? true
        if value?.security == MailDestination.Security.none, value?.password != nil, !isLocal {
            section.reading.report(
                .conflict,
                at: section.place,
                "a password does not go to another machine without TLS; use `security: starttls` or `tls`"
            )
        }
        return value
    }
}
