internal import JSONText

/// A message to a channel of Slack, or of what takes its incoming webhooks (Mattermost, Rocket.Chat, Discord's `/slack`).
public struct SlackMessage: Hashable, Sendable {
    /// The first line, in bold.
    public var title: String
    /// The lines below.
    public var lines: [String]

    /// A message.
    public init(title: String, lines: [String]) {
        self.title = title
        self.lines = lines
    }

    /// The request that it is.
    /// - Parameter url: the incoming webhook's address, which is a secret.
    public func request(to url: String) -> OutgoingRequest {
        let text = (["*\(Self.escaped(title, inBold: true))*"] + lines.map { Self.escaped($0) }).joined(separator: "\n")
        let body: JSONValue = ["text": .string(text), "mrkdwn": true]
        return OutgoingRequest(
            url: url,
            fields: [OutgoingRequest.Field("content-type", "application/json")],
            body: body.bytes
        )
    }

    /// What Slack would take for a mention or a link stands there as it is.
    private static func escaped(_ text: String, inBold: Bool = false) -> String {
        let plain = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        // A star or a line break would end the bold line.
        return inBold ? plain.replacing("*", with: "∗").replacing("\n", with: " ") : plain
    }
}
