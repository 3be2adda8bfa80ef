public import GuardAdapters

extension AdapterSettings {
    /// How a service is asked, as a document says.
    /// - Parameters:
    ///   - adapter: what the document says of the service.
    ///   - providers: the document's providers, of which the service may be one.
    /// - Throws: ``GuardAdapters/AdapterSettingError`` where the provider that it names cannot be asked so.
    public init(
        _ adapter: GuardAdapterConfiguration,
        among providers: [ProviderConfiguration]
    ) throws(AdapterSettingError) {
        let headers = adapter.headers.map { AdapterRequest.Field($0.name, $0.value.reveal()) }
        switch adapter.endpoint {
        case .url(let url, let token):
            self.init(
                url: url.description,
                model: adapter.model,
                credential: token.map { AdapterCredential($0.reveal(), for: adapter.kind) } ?? .none,
                headers: headers,
                options: adapter.options
            )
        case .provider(let name):
            guard let provider = providers.first(where: { $0.name == name }) else {
                throw AdapterSettingError("provider", "there is no provider '\(name)'")
            }
            guard case .remote(let url) = provider.endpoint else {
                throw AdapterSettingError("provider", "the provider '\(name)' has no address")
            }
            let credential = provider.credentials.first.map { AdapterCredential($0.value.reveal(), for: adapter.kind) }
            self.init(
                url: url.description,
                model: adapter.model,
                credential: credential ?? .none,
                headers: headers + provider.headers.map { AdapterRequest.Field($0.name, $0.value.reveal()) },
                options: adapter.options
            )
        }
    }
}
