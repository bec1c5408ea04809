// swift-tools-version: 6.2
import PackageDescription

// Targets stand in dependency order: each names only what stands above it.
// docs/architecture.md draws the picture, scripts/check-imports checks it.
let package = Package(
    name: "audit-jira",
    products: [
        .executable(name: "audit-jira", targets: ["audit-jira"]),
        .executable(name: "jira-sandbox", targets: ["jira-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // The C libraries: a module map and a shim each.
        .systemLibrary(name: "CCmark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Wrappers without domain words.
        .target(name: "SerialExecution"),
        .target(name: "Notation"),
        .target(name: "Files", dependencies: [.product(name: "SystemPackage", package: "swift-system")]),
        .target(name: "JSON", dependencies: ["Notation"]),
        .target(name: "Hashing", dependencies: ["CCrypto"]),
        .target(name: "Markdown", dependencies: ["CCmark", "SerialExecution"]),
        .target(name: "Curl", dependencies: ["CCurl", "Notation", "SerialExecution"]),
        .target(name: "JiraAPI", dependencies: ["Curl", "JSON"]),
        .target(name: "Git", dependencies: ["CGit2", "Files", "Notation"]),
        .target(name: "Postgres", dependencies: ["CPostgres"]),

        // The core, and what runs it.
        .target(name: "Reconciliation"),
        .target(name: "Workflow", dependencies: ["JSON", "Reconciliation"]),

        // Adapters.
        .target(name: "RichText", dependencies: ["JSON", "Markdown", "Notation"]),
        .target(
            name: "AuditTable",
            dependencies: ["Postgres", "Reconciliation", "SerialExecution", "Workflow"]
        ),
        .target(
            name: "Jira",
            dependencies: ["Curl", "JSON", "JiraAPI", "Reconciliation", "RichText", "Workflow"]
        ),
        .target(name: "Snapshots", dependencies: ["Files", "Hashing", "JSON", "Reconciliation", "Workflow"]),
        .target(
            name: "StateStore",
            dependencies: [
                "Files", "Git", "JSON", "Notation", "Reconciliation", "SerialExecution", "Workflow",
            ]
        ),

        // The edge.
        .target(name: "Presentation", dependencies: ["JSON", "Markdown", "Reconciliation", "Workflow"]),
        .target(
            name: "Commands",
            dependencies: [
                "AuditTable", "Curl", "Files", "Hashing", "JSON", "Jira", "JiraAPI", "Notation",
                "Presentation",
                "Reconciliation", "RichText", "SerialExecution", "Snapshots", "StateStore", "Workflow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Mustache", package: "swift-mustache"),
                "Yams",
            ]
        ),
        .executableTarget(name: "audit-jira", dependencies: ["Commands"]),

        // The Jira to try it on; it shares nothing with the client.
        .target(
            name: "JiraSandbox",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .executableTarget(name: "jira-sandbox", dependencies: ["JiraSandbox"]),

        // What scripts/bench-table and scripts/bench measure with; no products.
        .executableTarget(
            name: "bench-table",
            dependencies: ["AuditTable", "Reconciliation", "Workflow"],
            path: "scripts/bench.d/table"
        ),
        .executableTarget(
            name: "bench-fixture",
            dependencies: [
                "AuditTable", "Commands", "Hashing", "JSON", "Reconciliation", "Snapshots", "StateStore",
                "Workflow",
            ],
            path: "scripts/bench.d/fixture"
        ),

        // Tests, one target a module.
        .target(
            name: "TestSupport",
            dependencies: ["JSON", "Postgres", "Reconciliation", "SerialExecution", "Workflow"],
            path: "Tests/TestSupport"
        ),
        .target(
            name: "JiraTestSupport",
            dependencies: ["JSON", "JiraSandbox"],
            path: "Tests/JiraTestSupport"
        ),
        .target(
            name: "Contracts",
            dependencies: ["Reconciliation", "SerialExecution", "TestSupport", "Workflow"],
            path: "Tests/Contracts"
        ),
        .testTarget(name: "SerialExecutionTests", dependencies: ["SerialExecution"]),
        .testTarget(name: "NotationTests", dependencies: ["Notation"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
        .testTarget(name: "MarkdownTests", dependencies: ["Markdown"]),
        .testTarget(name: "CurlTests", dependencies: ["Curl", "SerialExecution", "TestSupport"]),
        .testTarget(name: "JiraAPITests", dependencies: ["Curl", "JSON", "JiraAPI"]),
        .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"]),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport"]),
        .testTarget(
            name: "ReconciliationTests",
            dependencies: ["Hashing", "Reconciliation", "SerialExecution", "TestSupport"]
        ),
        .testTarget(
            name: "WorkflowTests",
            dependencies: [
                "Contracts", "Hashing", "JSON", "Reconciliation", "SerialExecution", "StateStore",
                "TestSupport",
                "Workflow",
            ]
        ),
        .testTarget(name: "RichTextTests", dependencies: ["JSON", "Markdown", "RichText", "TestSupport"]),
        .testTarget(
            name: "AuditTableTests",
            dependencies: [
                "AuditTable", "Contracts", "Postgres", "Reconciliation", "TestSupport", "Workflow",
            ]
        ),
        .testTarget(
            name: "JiraTests",
            dependencies: [
                "Contracts", "Curl", "JSON", "Jira", "JiraAPI", "JiraSandbox", "JiraTestSupport",
                "Reconciliation",
                "SerialExecution", "TestSupport", "Workflow",
            ]
        ),
        .testTarget(
            name: "StateStoreTests",
            dependencies: [
                "Contracts", "Git", "Hashing", "JSON", "Reconciliation", "StateStore", "TestSupport",
                "Workflow",
                "Yams",
            ]
        ),
        .testTarget(
            name: "PresentationTests",
            dependencies: ["Hashing", "JSON", "Presentation", "Reconciliation", "TestSupport", "Workflow"]
        ),
        .testTarget(
            name: "SnapshotsTests",
            dependencies: ["JSON", "Reconciliation", "Snapshots", "TestSupport", "Workflow"]
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "AuditTable", "Commands", "Curl", "JSON", "Jira", "JiraAPI", "JiraSandbox", "JiraTestSupport",
                "Reconciliation", "SerialExecution", "StateStore", "TestSupport", "Workflow",
            ]
        ),
        .testTarget(name: "HouseTests", dependencies: ["TestSupport"]),
        .testTarget(name: "JiraSandboxTests", dependencies: ["JiraSandbox", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["JiraSandbox", "JiraTestSupport", "Postgres", "TestSupport"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let wrappers: Set = [
    "Curl", "Files", "Git", "Hashing", "JiraAPI", "Markdown", "Postgres", "SerialExecution",
]
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if wrappers.contains(target.name) { target.swiftSettings?.append(.strictMemorySafety()) }
    if target.type == .test { target.exclude = ["Snapshots"] }
}
