internal import Markdown
public import Reconciliation
public import Workflow

/// A plan as a page for a browser: the same as for a pull request, and all of it.
public struct PlanHTML {
    private let markdown: PlanMarkdown
    private let title: String

    /// Prepares a plan's page.
    ///
    /// - Parameters:
    ///   - document: The plan.
    ///   - refusals: What guards would refuse.
    public init(_ document: PlanDocument, refusals: [GuardRefusal] = []) {
        markdown = PlanMarkdown(document, refusals: refusals, budget: .max / 2)
        title = "audit-jira: \(document.plan.headline)"
    }

    /// The page, with a line feed at the end; it loads nothing from anywhere.
    public var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 80em; padding: 0 1em; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #8884; padding: .3em .6em; text-align: left; vertical-align: top; }
        blockquote { border-left: .3em solid #c33; margin-left: 0; padding-left: 1em; }
        code { overflow-wrap: anywhere; }
        summary { cursor: pointer; font-weight: bold; margin: 1em 0; }
        </style>
        </head>
        <body>
        \(MarkdownDocument.html(of: markdown.text))</body>
        </html>

        """
    }
}
