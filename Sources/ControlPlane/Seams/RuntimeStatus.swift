public import Gateway
public import Governance

/// Tells what the running gateway knows of itself.
public protocol RuntimeStatus: Sendable {
    /// Where the limits of a scope stand; empty where nothing is counted for it yet.
    func limits(on scope: Scope) async -> [LimitReading]

    /// Where the limits of a key for each model apart stand, by the model; those that it has asked for.
    func modelLimits(ofKey id: String) async -> [String: [LimitReading]]

    /// How the targets of the gateway are doing.
    func targets() async -> [TargetStatus]

    /// How much it has to do at the moment; `nil` where nothing is known of that.
    func load() async -> GatewayLoad?

    /// Asks a provider once.
    /// - Parameters:
    ///   - name: its name in the configuration.
    ///   - model: the model that is asked for a word; `nil` to ask for the list of models.
    /// - Returns: `nil` while the gateway does not run.
    func check(provider name: String, model: String?) async -> ProviderCheck?

    /// Reads the configuration's file, without putting it in use.
    func configurationInFile() async -> ConfigurationInFile

    /// Reads the configuration again and puts it in use.
    /// - Returns: what is wrong with it, one line each, in which case the old one stays in use; empty where it is in use.
    func reloadConfiguration() async -> [String]
}
