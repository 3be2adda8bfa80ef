import ControlPlane
import Lifecycle
import NIOPosix
import Pricing
import Settings
import Synchronization

/// A configuration document and everything that it names: what is read at the start and again at each reload.
struct ConfigurationSource: Sendable, CustomStringConvertible, CustomReflectable {
    let path: String
    let environment: [String: String]

    /// Without the environment, whose variables are secrets.
    var description: String { path }
    var customMirror: Mirror { Mirror(self, children: ["path": path]) }

    /// What came of reading it once.
    struct Reading: Sendable {
        let result: Result<KanmonConfiguration, ConfigurationErrors>
        /// The prices of its data folder, or the built-in ones.
        let prices: Result<PriceCatalog, CommandFailure>
        /// Where those prices are or would be, with the file's state just before; `nil` where there is no folder.
        let pricesFile: PricesState?
        /// All files that were asked for, each with its state just before.
        let files: [String: FileFingerprint?]
    }

    /// A data folder's file of prices and what it was like.
    struct PricesState: Hashable, Sendable {
        let path: String
        let state: FileFingerprint?

        /// As it is now; it blocks for a moment.
        init(path: String) {
            self.path = path
            state = FileFingerprint(path: path)
        }

        /// As it is now; `nil` for a configuration without a folder.
        init?(of configuration: KanmonConfiguration) {
            guard case .folder(let folder) = configuration.data else { return nil }
            self.init(path: PricesFile.path(in: folder))
        }
    }

    /// Reads and checks the document. Files are read on a thread for blocking work.
    func read() async throws -> Reading {
        try await NIOThreadPool.singleton.runIfActive { readBlocking() }
    }

    /// What the document says now, for whoever compares it with the configuration in use.
    func inFile() async -> ConfigurationInFile {
        do {
            switch try await read().result {
            case .success(let configuration): return .valid(configuration)
            case .failure(let errors): return .invalid(errors.description.split(separator: "\n").map(String.init))
            }
        } catch {
            return .invalid(["the file cannot be read now"])
        }
    }

    private func readBlocking() -> Reading {
        let seen = Mutex<[String: FileFingerprint?]>([:])
        let files = FileReader { path, limit throws(FileReader.Failure) in
            // Before the reading: a change in between is seen as one.
            let state = FileFingerprint(path: path)
            seen.withLock { seen in
                if seen[path] == nil { seen.updateValue(state, forKey: path) }
            }
            return try FileReader.live.read(path, limit)
        }
        let result = Result { () throws(ConfigurationErrors) in
            try ConfigurationLoader.load(path: path, environment: environment, files: files)
        }
        var prices = Result<PriceCatalog, CommandFailure>.success(.builtIn)
        var pricesFile: PricesState?
        if case .success(let configuration) = result {
            pricesFile = PricesState(of: configuration)
            prices = Result { () throws(CommandFailure) in try FolderPrices.catalog(of: configuration) }
        }
        return Reading(result: result, prices: prices, pricesFile: pricesFile, files: seen.withLock { $0 })
    }
}
