import ArgumentParser
import Settings

/// `kanmon schema`: says what a configuration may hold.
struct SchemaCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print what a configuration may hold.",
        discussion: """
            The JSON Schema (draft 2020-12) gives completion and errors in editors.
            For YAML in many of them:

              kanmon schema > kanmon.schema.json
              # then, as the configuration's first line:
              # yaml-language-server: $schema=kanmon.schema.json
            """
    )

    @Option(help: "json for the JSON Schema, markdown for a table of all fields.")
    var format = Format.json

    func run() {
        switch format {
        case .json: Terminal.write(ConfigurationSchema.jsonSchema())
        case .markdown: Terminal.write(ConfigurationSchema.referenceTable())
        }
    }
}
