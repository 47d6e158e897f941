import{m as n,o as c}from"./M3KVHQ2D.js";import"./X4GF7K6G.js";import"./6V3U7NO4.js";import"./OLMMELNJ.js";import"./TTZNFMT3.js";import"./QPKBFNSG.js";import{a as l}from"./NVSDCH7M.js";import"./VAMD2GJA.js";import"./KSEGB5SQ.js";import"./24C423ZU.js";import"./HD4DLREW.js";function d(t){return _[t]()}var _={bash:O,zsh:R,fish:M},g=t=>t.includes(" "),a=()=>[...new Set(["help",...n.map(t=>t.split(" ")[0]??t)])],m=t=>n.flatMap(o=>o.startsWith(`${t} `)?[o.slice(t.length+1)]:[]),f=()=>[...new Set(n.filter(g).map(t=>t.split(" ")[0]??t))],C=t=>[...c(t).flatMap(o=>o.spec.argument===void 0?[`--${o.name}`]:[]),"--help"];function p(){let t=(o,e)=>`    '${o}') words='${e.join(" ")}' ;;
`;return[t("",a()),t("help",a().filter(o=>o!=="help")),...f().map(o=>t(o,m(o))),...n.map(o=>t(o,C(o)))].join("")}function h(){return`case "$first" in ${f().join("|")}) `}function O(){return`# holdfast completion bash, read by: source <(holdfast completion bash)
_holdfast() {
  local current="\${COMP_WORDS[COMP_CWORD]}" first="" command="" words=""
  if [ "$COMP_CWORD" -gt 1 ]; then first="\${COMP_WORDS[1]}"; command="$first"; fi
  ${h()}if [ "$COMP_CWORD" -gt 2 ]; then command="$first \${COMP_WORDS[2]}"; fi ;; esac
  case "$command" in
${p()}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _holdfast holdfast
`}function R(){return`#compdef holdfast
# holdfast completion zsh, read by: source <(holdfast completion zsh)
_holdfast() {
  local first="" command="" words_=""
  if (( CURRENT > 2 )); then first="$words[2]"; command="$first"; fi
  ${h()}if (( CURRENT > 3 )); then command="$first $words[3]"; fi ;; esac
  case "$command" in
${p().replaceAll(" words='"," words_='")}  esac
  compadd -- \${=words_}
  [[ $PREFIX == -* ]] || _files
}
compdef _holdfast holdfast
`}function M(){let t=s=>`'${s.replace(/[\\']/g,"\\$&")}'`,o=a().map(s=>`complete -c holdfast -n __fish_use_subcommand -f -a ${s}
`),e=f().flatMap(s=>m(s).map(i=>`complete -c holdfast -n '__fish_seen_subcommand_from ${s}' -f -a ${i}
`)),$=n.flatMap(s=>{let[i=s]=s.split(" ").toReversed();return c(s).flatMap(({name:u,spec:r})=>r.argument===void 0?[`complete -c holdfast -n '__fish_seen_subcommand_from ${i}' -l ${u}${r.value===void 0?"":" -r"} -d ${t(r.help)}
`]:[])});return`# holdfast completion fish, read by: holdfast completion fish | source
${[...o,...e,...$].join("")}`}async function W({shell:t},o){return o.stdout.write(d(t)),l.compliant}export{W as completion};
