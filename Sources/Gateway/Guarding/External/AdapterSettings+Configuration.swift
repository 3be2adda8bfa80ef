import GuardAdapters
import Settings

extension AdapterSettings {
    /// How a service is asked, as the document says.
    /// - Throws: ``GuardAdapters/AdapterSettingError`` where the provider that it names cannot be asked so.
    init(_ adapter: GuardAdapterConfiguration, in configuration: KanmonConfiguration) throws(AdapterSettingError) {
        let headers = adapter.headers.map { AdapterRequest.Field($0.name, $0.value.reveal()) }
        switch adapter.endpoint {
        case .url(let url, let token):
            self.init(
                url: url.description,
                model: adapter.model,
                credential: token.map { Self.credential($0.reveal(), adapter.kind) } ?? .none,
                headers: headers,
                options: adapter.options
            )
        case .provider(let name):
            guard let provider = configuration.providers.first(where: { $0.name == name }) else {
                throw AdapterSettingError("provider", "there is no provider '\(name)'")
            }
            guard case .remote(let url) = provider.endpoint else {
                throw AdapterSettingError("provider", "the provider '\(name)' has no address")
            }
            self.init(
                url: url.description,
                model: adapter.model,
                credential: provider.credentials.first.map { Self.credential($0.value.reveal(), adapter.kind) }
                    ?? .none,
                headers: headers + provider.headers.map { AdapterRequest.Field($0.name, $0.value.reveal()) },
                options: adapter.options
            )
        }
    }

    /// A token; of Bedrock an access key too, written `ID:SECRET` or `ID:SECRET:SESSION`.
    private static func credential(_ token: String, _ kind: GuardAdapterKind) -> AdapterCredential {
        guard kind == .bedrock else { return .token(token) }
        let parts = token.split(separator: ":", maxSplits: 2).map(String.init)
        guard parts.count >= 2 else { return .token(token) }
        return .aws(
            accessKeyID: parts[0],
            secretAccessKey: parts[1],
            sessionToken: parts.count > 2 ? parts[2] : nil
        )
    }
}
