public import Logging

/// What swift-log writes one module's lines with.
public struct LogHubHandler: LogHandler {
    private let hub: LogHub
    private let module: String
    private let cell: LogLevels.Cell
    private var ownLevel: Logger.Level?
    /// What all lines of this logger have.
    public var metadata = Logger.Metadata()
    /// Where else metadata comes from.
    public var metadataProvider: Logger.MetadataProvider?

    init(hub: LogHub, module: String, cell: LogLevels.Cell) {
        self.hub = hub
        self.module = module
        self.cell = cell
    }

    /// From which level on lines are written: the module's, which can change at any time, unless one was set here.
    public var logLevel: Logger.Level {
        get { ownLevel ?? cell.level }
        set { ownLevel = newValue }
    }

    /// One of the metadata that all lines have.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let error = event.error { all["error"] = all["error"] ?? "\(error)" }
        let fields = all.sorted { $0.key < $1.key }.map { LogField($0.key, Self.value($0.value)) }
        hub.write(
            LogRecord(
                time: hub.now,
                level: event.level,
                module: module,
                message: event.message.description,
                fields: fields
            )
        )
    }

    private static func value(_ value: Logger.Metadata.Value) -> LogValue {
        switch value {
        case .string(let text): .text(text)
        case .stringConvertible(let value): .text(value.description)
        case .array(let values): .list(values.map(self.value))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { LogField($0.key, self.value($0.value)) })
        }
    }
}
