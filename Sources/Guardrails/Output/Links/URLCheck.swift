/// Where the links and images of an answer may lead: an image with the secret in its address tells whoever owns the host, as
/// soon as it is shown.
///
/// Markdown (inline, reference, definitions), HTML and addresses in running text are read, code blocks too, for programs do
/// not agree on where those end. Addresses without a host are the page's own and pass.
public struct URLCheck: Sendable, Hashable {
    private let hosts: HostList
    /// Whether links that wait for a click are checked too; images always are.
    public let checksLinks: Bool

    /// A check.
    /// - Parameters:
    ///   - allow: hosts such as `example.com`, and `*.example.com` for all below it but not itself; IDN in either form.
    ///   - checksLinks: whether plain links are checked too.
    public init(allow: [String], checksLinks: Bool) {
        hosts = HostList(allow)
        self.checksLinks = checksLinks
    }

    /// Checks an answer.
    public func findings(in answer: NormalizedText) -> [Finding] {
        var found: Set<Finding> = []
        for view in TextView.all(of: answer) {
            let text = view.bytes.span
            let markdown = MarkdownLinks(text).links
            let explicit = (markdown + HTMLLinks(text).links).sorted { $0.range.lowerBound < $1.range.lowerBound }
            for link in explicit { check(link, view, &found) }
            guard checksLinks else { continue }
            for link in BareLinks(text, besides: explicit.map(\.range)).links { check(link, view, &found) }
        }
        return Array(found)
    }

    private func check(_ link: Link, _ view: TextView, _ found: inout Set<Finding>) {
        guard found.count < OutputCheck.mostFindings else { return }
        let isFetched = link.kind == .image || link.kind == .embedded
        for address in link.addresses {
            let rule: String
            switch address {
            case .relative, .contact, .data(isPicture: true): continue
            case .script: rule = "url.script"
            case .data: rule = "url.data"
            case .host(let host) where hosts.contains(host): continue
            case .host, .other, .tooLong:
                guard isFetched || checksLinks else { continue }
                rule =
                    switch link.kind {
                    case .image: "url.image"
                    case .embedded: "url.embed"
                    case .link: "url.link"
                    case .bare: "url.bare"
                    }
            }
            let type: FindingType = isFetched ? .imageLink : .url
            found.insert(Finding(type: type, range: view.original(link.range), score: 1, rule: rule))
            return
        }
    }
}
