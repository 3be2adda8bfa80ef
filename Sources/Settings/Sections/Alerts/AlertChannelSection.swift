import Alerting

/// `alerts.channels[]`: where people or programs are told.
enum AlertChannelSection: Section {
    /// A channel, and where its rules stand, which are looked up when all are known.
    struct Value: Sendable {
        var place: Located
        var rulesPlace: Located?
        var channel: AlertChannel
    }

    static let name = Field<String?>.required("name", .name(.budget), "Its name.")
    static let kind = Field<AlertChannel.Kind?>.required("type", .choice, "What kind of place it is.")
    static let url = Field<Secret?>.optional("url", .hookURL, "Where messages are posted. Never shown.")
    static let secret = Field<Secret?>.optional(
        "secret",
        .secret(minimumLength: 16),
        otherwise: "messages are not signed",
        "What messages are signed with, at least 16 characters. Take it from a variable or a file."
    )
    static let smtp = Field<MailServerSection.Value?>.optional(
        "smtp",
        MailServerSection.type,
        "The server that takes the mail."
    )
    static let from = Field<String?>.optional("from", .mailAddress, "The sender's address.")
    static let to = Field<[String]?>.optional(
        "to",
        .list(of: .mailAddress, minimumCount: 1),
        "The receivers' addresses, at most 50."
    )
    static let rules = Field<[String]?>.optional(
        "rules",
        .list(of: .name(.budget), minimumCount: 1),
        otherwise: "all",
        "The rules whose alerts it gets."
    )
    static let severities = Field<[AlertSeverity]?>.optional(
        "severities",
        .list(of: .choice, minimumCount: 1),
        otherwise: "all",
        "The severities that it gets."
    )

    private static let mostReceivers = 50

    static let description = SectionDescription(
        help: "Where people or programs are told.",
        fields: [
            name.description, kind.description, url.description, secret.description, smtp.description,
            from.description, to.description, rules.description, severities.description,
        ],
        rules: [
            SectionRule(
                field: kind.name,
                values: [AlertChannel.Kind.webhook.rawValue],
                required: [url.name],
                forbidden: [smtp.name, from.name, to.name]
            ),
            SectionRule(
                field: kind.name,
                values: [AlertChannel.Kind.slack.rawValue],
                required: [url.name],
                forbidden: [secret.name, smtp.name, from.name, to.name]
            ),
            SectionRule(
                field: kind.name,
                values: [AlertChannel.Kind.email.rawValue],
                required: [smtp.name, from.name, to.name],
                forbidden: [url.name, secret.name]
            ),
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let destination = destination(section)
        let rules = section[rules].map(Set.init)
        let severities = section[severities].map { Set($0.map(\.rawValue)) }
        guard let name, let destination else { return nil }
        return Value(
            place: section.place,
            rulesPlace: section.place(of: Self.rules.name),
            channel: AlertChannel(name: name, destination: destination, rules: rules, severities: severities)
        )
    }

    private static func destination(_ section: SectionReader) -> AlertChannel.Destination? {
        let (url, secret, server, from, to) = (
            section[url], section[secret], section[smtp], section[from], section[to]
        )
        switch section[kind] {
        case .webhook: return url.map { .webhook(url: $0, secret: secret) }
        case .slack: return url.map { .slack(url: $0) }
        case .email:
            guard let server, let from, let to, !to.isEmpty else { return nil }
            guard to.count <= mostReceivers else {
                section.reading.report(
                    .invalidValue,
                    at: section.place,
                    "at most \(mostReceivers) receivers are allowed"
                )
                return nil
            }
            return .email(
                MailDestination(
                    host: server.host,
                    port: server.port,
                    security: server.security,
                    username: server.username,
                    password: server.password,
                    authorities: server.authorities,
                    from: from,
                    to: to
                )
            )
        case nil: return nil
        }
    }
}
