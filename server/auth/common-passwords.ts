// Those of eight characters or more that lists of leaked passwords put first, in lower case.
const listed = `
  password password1 password12 password123 password1234 password12345 passw0rd p@ssw0rd p@ssword pa55word
  pass1234 passwort passwort1 motdepasse contraseña wachtwoord qwertyui qwertyuiop qwerty12 qwerty123
  qwerty1234 qwerty12345 qwertz123 qwertzuiop azerty123 azertyuiop 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc
  zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qazwsxedc asdfghjk asdfghjkl asdf1234 asdfasdf zxcvbnm1 zxcvbnm123
  qweasdzxc qwe123qwe 123qweasd 123qwe123 12345678 123456789 1234567890 12345678910 123456789a 1234567a
  0123456789 01234567 87654321 987654321 9876543210 0987654321 11223344 1122334455 112233445566 12344321
  12341234 123123123 123321123 11111111 00000000 88888888 13579246 147258369 159357456 789456123 741852963
  963852741 31415926 314159265 27182818 a1234567 a12345678 a123456789 aa123456 aa12345678 abc12345 abcd1234
  abcdefgh abcdefghi abcdef12 abc123456 12345abc 1234abcd 123456abc 12345qwert 1234qwer qwer1234 a1b2c3d4
  a1s2d3f4 iloveyou iloveyou1 iloveyou2 ilovegod ilovejesus loveyou1 lovelove sunshine sunshine1 princess
  princess1 princesa football football1 baseball baseball1 basketball softball superman superman1 batman123
  spiderman spider-man pokemon1 pokemon123 starwars starwars1 trustno1 trustno123 whatever whatever1 welcome1
  welcome12 welcome123 welcome1234 letmein1 letmein12 letmein123 letmein! master12 master123 monkey12
  monkey123 dragon12 dragon123 shadow12 shadow123 michael1 michelle jennifer jessica1 charlie1 jordan23
  jordan123 ashley12 nicole12 daniel12 anthony1 matthew1 robert12 thomas12 hannah12 andrew12 joshua12 samantha
  victoria veronica elizabeth alexander alexandra stephanie christopher computer computer1 internet internet1
  samsung1 samsung123 nokia123 iphone12 android1 google123 facebook facebook1 linkedin twitter1 youtube1
  netflix1 microsoft windows10 windows11 linux123 ubuntu123 changeme changeme1 changeme123 change_me changeit
  default1 default123 defaultpassword admin123 admin1234 admin12345 administrator administrator1 adminadmin
  admin@123 root1234 rootroot toor1234 test1234 testtest test12345 testing1 testing123 tester123 guest123
  guestguest user1234 username demo1234 demodemo sample123 temp1234 temppass temporary secret12 secret123
  secretsecret topsecret security mypassword mypass123 nopassword newpassword newpass123 oldpassword passpass
  passwordpassword passphrase letmeinnow opensesame access14 accessdenied qwertyqwerty summer2020 summer2021
  summer2022 summer2023 summer2024 summer2025 summer2026 winter2020 winter2021 winter2022 winter2023
  winter2024 winter2025 winter2026 spring2024 spring2025 spring2026 autumn2024 autumn2025 autumn2026 january1
  february september november december company1 company123 office123 business1 chocolate cookie123 butterfly
  sweetheart beautiful babygirl babygirl1 angel123 angels123 friends1 friendship forever1 freedom1 freedom123
  blessed1 jesus123 jesuschrist heaven123 midnight midnight1 diamond1 diamonds crystal1 rainbow1 rainbow123
  unicorn1 mustang1 corvette ferrari1 porsche1 mercedes yamaha123 harley123 liverpool liverpool1 arsenal1
  arsenal123 chelsea1 chelsea123 barcelona realmadrid juventus manchester manutd123 yankees1 cowboys1 steelers
  lakers24 eagles123 hockey123 soccer12 soccer123 tennis123 golfer123 fishing1 hunting1 camaro123 hello123
  hello1234 helloworld hellohello goodbye1 goodmorning getmeout killer123 hunter123 hunter12 ninja123
  ranger123 cheese123 banana123 orange123 purple123 yellow123 silver123 golden123 flower123 summer123
  winter123 spring123 london123 newyork1 paris123 berlin123 america1 canada123 mexico123 brazil123 india123
  pakistan singapore australia correcthorsebatterystaple thisismypassword thisisapassword ihateyou ihateyou1
  fuckyou1 fuckyou123 fuckoff1 asshole1 bullshit biteme123 blink182 slipknot metallica nirvana1 eminem123
  rockstar rockstar1 playboy1 hellokitty hellokitty1 tinkerbell mickey123 minnie123 garfield snoopy123
  scooby12 scoobydoo gandalf1 gandalf123 voldemort hogwarts matrix123 minecraft minecraft1 fortnite roblox123
  warcraft zelda123 pikachu1 naruto123 chocolate1 maverick marlboro budweiser thunder1 lightning phoenix1
  scorpion scorpio1 dolphins dolphin1 elephant kangaroo tiger123 lion1234 panther1 falcon123 hawaii123
  paradise sunflower november1 december1 letmein2 muster12 muster123 workspace
`

/** Passwords nobody should have. */
export const commonPasswords: ReadonlySet<string> = new Set(listed.trim().split(/\s+/))
