import JiraSandbox

await SandboxProgram.main()
