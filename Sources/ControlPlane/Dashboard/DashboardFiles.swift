import Gateway
import NIOCore

/// Serves the dashboard's files: `/ui/` and what is below it, and `/`, which leads browsers there.
///
/// The files hold no data and need no session: whatever the pages show comes from the admin API, with the viewer's rights.
struct DashboardFiles: Sendable {
    private static let page = "index.html"

    /// What the files may do in a browser: nothing but what comes from this gateway (Content Security Policy Level 3).
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "font-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// The files by their names.
    let assets: [String: DashboardAsset]

    /// Answers a request for a file; `nil` where the path belongs to something else.
    func answer(_ request: ControlRequest) -> ControlAnswer? {
        if request.path == "/" || request.path == "/ui" { return Self.redirect }
        guard request.path.hasPrefix("/ui/") else { return nil }
        guard let asset = asset(request.path.dropFirst("/ui/".utf8.count)) else { return Self.plain(404, "Not found.") }
        guard request.method == "GET" || request.method == "HEAD" else {
            var answer = Self.plain(405, "This path takes GET only.")
            answer.fields.append((name: "allow", value: "GET, HEAD"))
            return answer
        }
        // Always asked for anew, and nearly always answered by 304: a new binary's pages are there with the next click.
        var fields = Self.fields + [(name: "cache-control", value: "no-cache"), (name: "etag", value: asset.entityTag)]
        let tags = EntityTags(match: nil, noneMatch: request.list("if-none-match"))
        if tags.isKnown(asset.entityTag) {
            return ControlAnswer(status: 304, fields: fields, body: .whole(ByteBuffer()))
        }
        fields.append((name: "content-type", value: asset.mediaType))
        return ControlAnswer(status: 200, fields: fields, body: .whole(asset.bytes))
    }

    /// Names are compared as they came, so no spelling of a path leads anywhere else.
    private func asset(_ path: Substring) -> DashboardAsset? {
        if path.isEmpty { return assets[Self.page] }
        let folder = "assets/"
        guard path.hasPrefix(folder) else { return nil }
        let name = String(path.dropFirst(folder.utf8.count))
        return name == Self.page ? nil : assets[name]
    }

    private static let fields: [(name: String, value: String)] = [
        (name: "content-security-policy", value: policy), (name: "x-content-type-options", value: "nosniff"),
        (name: "referrer-policy", value: "no-referrer"), (name: "cross-origin-opener-policy", value: "same-origin"),
        (name: "cross-origin-resource-policy", value: "same-origin"), (name: "x-frame-options", value: "DENY"),
    ]

    private static var redirect: ControlAnswer {
        ControlAnswer(
            status: 302,
            fields: fields + [(name: "location", value: "/ui/"), (name: "cache-control", value: "no-store")],
            body: .whole(ByteBuffer())
        )
    }

    private static func plain(_ status: Int, _ text: String) -> ControlAnswer {
        ControlAnswer(
            status: status,
            fields: fields + [
                (name: "content-type", value: "text/plain; charset=utf-8"), (name: "cache-control", value: "no-store"),
            ],
            body: .whole(ByteBuffer(string: text + "\n"))
        )
    }
}
