import ArgumentParser
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which data folder is meant.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Work on this data folder, with a gateway on it or not.", valueName: "folder"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The configuration that goes with the data folder: names the folder and what else it declares.",
            valueName: "file"
        )
    )
    var config: String?

    /// Whether a folder is named at all.
    var isGiven: Bool { data != nil || config != nil }

    /// The folder, which must hold data.
    func folder() throws -> String {
        let folder = try path()
        guard FileManager.default.fileExists(atPath: folder + "/kanmon.sqlite") else {
            throw CommandFailure("\(folder) holds no data of Kanmon")
        }
        return folder
    }

    /// The folder, whether it is there or not.
    func path() throws -> String {
        if let data { return data }
        guard let configuration = try loadConfiguration() else {
            throw ValidationError("Name the data folder with '--data' or a configuration with '--config'.")
        }
        guard case .folder(let path) = configuration.data else {
            throw CommandFailure("\(config ?? "") names no data folder (data:); name it with --data")
        }
        return path
    }

    /// The configuration, if one is named.
    func loadConfiguration() throws -> KanmonConfiguration? {
        guard let config else { return nil }
        do throws(ConfigurationErrors) {
            return try ConfigurationLoader.load(path: config, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure(error)
        }
    }
}
