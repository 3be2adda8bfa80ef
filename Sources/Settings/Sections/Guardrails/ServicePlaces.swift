import GuardAdapters

/// Where a document says how a service is asked, so that what the service cannot be asked by is told with its place.
struct ServicePlaces: Sendable {
    private let section: Located
    private let fields: [String: Located]
    private let options: [Named<String>]

    init(_ section: SectionReader) {
        self.section = section.place
        options = section[GuardrailSection.options]
        let names = [
            GuardrailSection.provider.name, GuardrailSection.url.name, GuardrailSection.token.name,
            GuardrailSection.headers.name, GuardrailSection.model.name, GuardrailSection.options.name,
        ]
        fields = names.reduce(into: [:]) { $0[$1] = section.place(of: $1) }
    }

    /// Reports why a service cannot be asked as the document says, if it cannot. Where something else is wrong with the
    /// guardrail, that is told alone.
    /// - Parameter providers: the document's.
    func check(_ adapter: GuardAdapterConfiguration, among providers: [ProviderConfiguration], _ reading: Reading) {
        let own = section.path.description
        guard !reading.problems.contains(where: { $0.path.hasPrefix(own) }) else { return }
        do throws(AdapterSettingError) {
            _ = try GuardAdapters.make(adapter.kind, try AdapterSettings(adapter, among: providers))
        } catch {
            report(error, reading)
        }
    }

    private func report(_ error: AdapterSettingError, _ reading: Reading) {
        let prefix = "\(GuardrailSection.options.name)."
        if error.setting.hasPrefix(prefix) {
            let name = String(error.setting.dropFirst(prefix.count))
            if let option = options.first(where: { $0.name == name }) {
                return reading.report(.invalidValue, at: option.position, option.path, error.message)
            }
            let place = fields[GuardrailSection.options.name]
            let path = (place?.path ?? section.path.appending(GuardrailSection.options.name)).appending(name)
            return reading.report(.missingField, at: (place ?? section).position, path, error.message)
        }
        if let place = fields[error.setting] {
            return reading.report(.invalidValue, at: place, error.message)
        }
        // What a provider of the document lacks is told where it is named.
        let place = fields[GuardrailSection.provider.name]
        let path = place?.path ?? section.path.appending(error.setting)
        reading.report(.invalidValue, at: (place ?? section).position, path, "\(error)")
    }
}
